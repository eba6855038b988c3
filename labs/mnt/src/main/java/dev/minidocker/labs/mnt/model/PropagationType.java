package dev.minidocker.labs.mnt.model;

/** How a mount takes part in propagation; mount_namespaces(7), "Shared subtrees". */
public enum PropagationType {
  /** It neither tells nor hears of events. */
  PRIVATE,
  /** It tells its peers and hears of theirs. */
  SHARED,
  /** It hears of the events of its master, which does not hear of its own. */
  SLAVE,
  /** Private, and no bind mount may copy it. */
  UNBINDABLE
}
