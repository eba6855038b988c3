package dev.minidocker.labs.user.model;

import dev.minidocker.linux.Capability;

/** What an id is of. A namespace has a map of each kind. */
public enum Kind {
  USERS("uid_map", Capability.CAP_SETUID),
  GROUPS("gid_map", Capability.CAP_SETGID);

  private final String file;
  final Capability capability;

  Kind(String file, Capability capability) {
    this.file = file;
    this.capability = capability;
  }

  /** The map's name under {@code /proc/PID}. */
  public String file() {
    return file;
  }
}
