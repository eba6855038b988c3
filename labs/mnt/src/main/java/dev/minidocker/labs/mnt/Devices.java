package dev.minidocker.labs.mnt;

/** How the device files in a container's /dev come about. */
public enum Devices {
  /** By mknod(2), which only root of the first user namespace may do. */
  MADE,
  /** As bind mounts of the host's, which anybody may do in a namespace of their own. */
  BORROWED
}
