package dev.minidocker.linux;

/** Flags of mount(2); {@code include/uapi/linux/mount.h}. */
public enum MountFlag implements Flag {
  MS_RDONLY(1),
  MS_NOSUID(2),
  MS_NODEV(4),
  MS_NOEXEC(8),
  MS_REMOUNT(32),
  MS_NOATIME(1024),
  MS_BIND(4096),
  MS_MOVE(8192),
  MS_REC(16384),
  MS_UNBINDABLE(1 << 17),
  MS_PRIVATE(1 << 18),
  MS_SLAVE(1 << 19),
  MS_SHARED(1 << 20),
  MS_STRICTATIME(1 << 24);

  private final long bits;

  MountFlag(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}
