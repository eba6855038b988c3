package dev.minidocker.engine;

import dev.minidocker.engine.network.EndpointRequest;
import dev.minidocker.engine.network.NetworkClient;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which containers are in which networks, while they run. */
public final class NetworkMembers {
  private final ContainerStore store;
  private final KeptContainers containers;
  private final NetMechanism lab;
  private final boolean rootless;

  NetworkMembers(ContainerStore store, NetMechanism lab, boolean rootless) {
    this.store = store;
    this.containers = new KeptContainers(store);
    this.lab = lab;
    this.rootless = rootless;
  }

  /**
   * Connects a container that runs to one more network.
   *
   * @param request which, and what it asks for there
   * @throws ContainerException if there is no such container, or it does not run
   * @throws NetworkException if it cannot be connected
   */
  public void connect(String container, EndpointRequest request) {
    ContainerState state = containers.find(container);
    ProcessIdentity process = containers.process(state);
    requireOwn(state, process);
    NetworkClient client =
        new NetworkClient(
            state.record().id(), state.name(), rootless, Optional.empty(), store::sweep);
    try {
      store.networks().join(request, client, process, lab);
    } catch (NetworkException e) {
      throw new NetworkException("container \"" + container + "\": " + e.getMessage(), e);
    }
  }

  /** What others have is theirs to change. */
  private void requireOwn(ContainerState state, ProcessIdentity process) {
    Optional<String> own = namespace(process.pid());
    if (own.equals(namespace(ProcessHandle.current().pid()))) {
      throw shared(state, "the host");
    }
    for (ContainerState other : containers.list()) {
      boolean older = other.record().createdMillis() < state.record().createdMillis();
      if (older && other.running() && own.equals(namespaceOf(other))) {
        throw shared(state, "container " + other.shown());
      }
    }
  }

  private static NetworkException shared(ContainerState state, String with) {
    return new NetworkException(
        "container \""
            + state.shown()
            + "\" shares the network of "
            + with
            + ", and is connected where that is. Connect that, or run it in a network of its own");
  }

  private Optional<String> namespaceOf(ContainerState other) {
    return ContainerDirectory.processOf(store.path(other.record().id()))
        .flatMap(process -> namespace(process.pid()));
  }

  private static Optional<String> namespace(long pid) {
    try {
      return Optional.of(
          Files.readSymbolicLink(Path.of("/proc", pid + "", "ns", "net")).toString());
    } catch (IOException e) {
      return Optional.empty(); // it has just ended
    }
  }

  /**
   * Takes a container that runs out of a network.
   *
   * @throws ContainerException if there is no such container, or it does not run
   * @throws NetworkException if it is not there
   */
  public void disconnect(String network, String container) {
    ContainerState state = containers.find(container);
    ProcessIdentity process = containers.process(state);
    try {
      store.networks().leave(network, state.record().id(), process);
    } catch (NetworkException e) {
      throw new NetworkException("container \"" + container + "\": " + e.getMessage(), e);
    }
  }
}
