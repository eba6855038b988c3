package dev.minidocker.linux;

/** Flags of clone3(2) and unshare(2); {@code include/uapi/linux/sched.h}. */
public enum CloneFlag implements Flag {
  CLONE_NEWTIME(0x80),
  CLONE_FS(0x200),
  CLONE_PARENT(0x8000),
  CLONE_NEWNS(0x20000),
  CLONE_NEWCGROUP(0x2000000),
  CLONE_NEWUTS(0x4000000),
  CLONE_NEWIPC(0x8000000),
  CLONE_NEWUSER(0x10000000),
  CLONE_NEWPID(0x20000000),
  CLONE_NEWNET(0x40000000);

  private final long bits;

  CloneFlag(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}
