package dev.minidocker.engine;

import dev.minidocker.image.Digest;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All containers of a state directory, those that run and those that were kept. */
public final class KeptContainers {
  private static final int ATTEMPTS = 100;
  private static final int PAUSE_MILLIS = 10;

  private final ContainerStore store;

  KeptContainers(ContainerStore store) {
    this.store = store;
  }

  /** As they are now, the newest first. */
  public List<ContainerState> list() {
    store.sweep();
    List<ContainerState> states = new ArrayList<>();
    for (String id : store.ids()) {
      ContainerDirectory.stateOf(id, store.path(id)).ifPresent(states::add);
    }
    states.sort(
        Comparator.comparingLong((ContainerState state) -> state.record().createdMillis())
            .reversed());
    return states;
  }

  /** Names of the containers that need this image. */
  public List<String> using(Digest image) {
    return list().stream()
        .filter(state -> state.record().imageId().equals(image))
        .map(ContainerState::shown)
        .toList();
  }

  /**
   * Takes hold of a container that has ended.
   *
   * @param reference its name, its id, or the beginning of only one id
   * @throws ContainerException if there is none, or it runs
   */
  public StoppedContainer stopped(String reference) {
    String id = find(reference).record().id();
    Optional<ContainerDirectory> directory = ContainerDirectory.ofDead(store.path(id));
    if (directory.isEmpty()) {
      throw new ContainerException(
          "container \"" + reference + "\" is running; wait for its end, or end it, and try again");
    }
    try {
      return new StoppedContainer(
          store, directory.get(), directory.get().record().orElseThrow(() -> none(reference)));
    } catch (RuntimeException e) {
      directory.get().close();
      throw e;
    }
  }

  /**
   * A container by its name, its id, or the beginning of only one id.
   *
   * @throws ContainerException if there is none
   */
  public ContainerState find(String reference) {
    List<ContainerState> all = list();
    Optional<ContainerState> named =
        all.stream().filter(state -> state.name().equals(Optional.of(reference))).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    List<ContainerState> found =
        all.stream()
            .filter(state -> !reference.isEmpty() && state.record().id().startsWith(reference))
            .toList();
    if (found.size() > 1) {
      throw new ContainerException(
          "\""
              + reference
              + "\" begins the ids of "
              + found.size()
              + " containers; give more of it");
    }
    return found.stream().findFirst().orElseThrow(() -> none(reference));
  }

  /**
   * The first process of a container.
   *
   * @throws ContainerException if it does not run
   */
  ProcessIdentity process(ContainerState container) {
    return begun(container)
        .orElseThrow(
            () ->
                new ContainerException(
                    "container \""
                        + container.shown()
                        + "\" is not running, and only one that runs can be joined"));
  }

  /** One that is being started is waited for. */
  private Optional<ProcessIdentity> begun(ContainerState container) {
    Path directory = store.path(container.record().id());
    Optional<ProcessIdentity> process = ContainerDirectory.processOf(directory);
    for (int i = 0; i < ATTEMPTS && process.isEmpty() && container.running(); i++) {
      pause();
      process = ContainerDirectory.processOf(directory);
    }
    return process;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a container to start", e);
    }
  }

  private static ContainerException none(String reference) {
    return new ContainerException(
        "no such container: \""
            + reference
            + "\". \"mini-docker ps -a\" lists them; those run with --rm are gone");
  }
}
