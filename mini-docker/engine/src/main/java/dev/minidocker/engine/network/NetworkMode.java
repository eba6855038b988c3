package dev.minidocker.engine.network;

import dev.minidocker.labs.net.Endpoint;
import java.util.List;
import java.util.Optional;

/** Which network namespace a container is in, and what leads out of it. */
public sealed interface NetworkMode {

  /** One of its own, with a loopback and no more. */
  NetworkMode NONE = new Own(List.of(), false, Optional.empty());

  /** The one that mini-docker is in. */
  NetworkMode HOST = new Host();

  /** The one that mini-docker is in. */
  record Host() implements NetworkMode {}

  /**
   * That of another container.
   *
   * @param path of a file that means the namespace, such as /proc/PID/ns/net
   * @param owner to be entered first; empty if that is the user namespace of mini-docker
   */
  record Shared(String path, Optional<OwnerNamespace> owner) implements NetworkMode {}

  /**
   * One of its own.
   *
   * @param endpoints what it is connected to
   * @param named whether it gets a name server before its command runs
   * @param place where the other ends are, if not where mini-docker is
   */
  record Own(List<Endpoint> endpoints, boolean named, Optional<NamespacePaths> place)
      implements NetworkMode {
    public Own {
      endpoints = List.copyOf(endpoints);
    }
  }
}
