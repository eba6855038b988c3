package dev.minidocker.labkit;

/** One glance from outside. */
@FunctionalInterface
public interface HostLook {

  /** For a scene that has nothing to show on the host. */
  HostLook NOWHERE = host -> "";

  /** What is seen, as text. */
  String see(Host host);
}
