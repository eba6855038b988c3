package dev.minidocker.linux;

/** A processor architecture that programs are compiled for. */
public enum Arch {
  X86_64(62),
  AARCH64(183);

  private final int elfMachine;

  Arch(int elfMachine) {
    this.elfMachine = elfMachine;
  }

  /** {@code e_machine} of an executable for this architecture (elf(5)). */
  int elfMachine() {
    return elfMachine;
  }

  /** The architecture of this machine. */
  public static Arch host() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new UnsupportedOperationException(
              "mini-docker compiles for x86-64 and aarch64; this machine is " + name);
    };
  }
}
