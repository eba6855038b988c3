package dev.minidocker.linux;

/**
 * Flags of open(2). Some of them differ between architectures: {@code
 * include/uapi/asm-generic/fcntl.h} and {@code arch/arm64/include/uapi/asm/fcntl.h}.
 */
public enum OpenFlag implements Flag {
  O_WRONLY(01, 01),
  O_RDWR(02, 02),
  O_CREAT(0100, 0100),
  O_EXCL(0200, 0200),
  O_NOCTTY(0400, 0400),
  O_TRUNC(01000, 01000),
  O_NONBLOCK(04000, 04000),
  O_DIRECT(040000, 0200000),
  O_DIRECTORY(0200000, 040000),
  O_NOFOLLOW(0400000, 0100000),
  O_CLOEXEC(02000000, 02000000),
  O_PATH(010000000, 010000000),
  O_TMPFILE(020200000, 020040000);

  private final int onX86;
  private final int onAarch64;

  OpenFlag(int onX86, int onAarch64) {
    this.onX86 = onX86;
    this.onAarch64 = onAarch64;
  }

  /** The bits on this machine. */
  @Override
  public long bits() {
    return Arch.host() == Arch.X86_64 ? onX86 : onAarch64;
  }

  /** The flags together, for a call that this JVM makes itself. */
  public static int of(OpenFlag... flags) {
    int bits = 0;
    for (OpenFlag flag : flags) {
      bits |= (int) flag.bits();
    }
    return bits;
  }
}
