package dev.minidocker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The smallest program worth looking at, compiled to a file; README.adoc of this lab shows it. */
public final class Example {
  private Example() {}

  // tag::program[]
  static final Program PROGRAM =
      Program.of(
          Step.of(Syscall.WRITE, Arg.of(1), Arg.of("hello, kernel\n"), Arg.of(14))
              .named("greeting")
              .because("1 is the standard output"),
          Step.of(Syscall.CHDIR, Arg.of("/no/such/place"))
              .tolerating(Errno.ENOENT)
              .because("a refusal that the program expects"),
          Step.of(Syscall.WRITE, Arg.of(1), Arg.of("hello, kernel\n"), Arg.result("greeting"))
              .because("how many bytes: what the first call returned"),
          Step.of(Syscall.EXIT_GROUP, Arg.of(0)));

  // end::program[]

  /**
   * Writes the executable.
   *
   * @param args the name of the file to write
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("Example: name the file to write, for instance: hello");
      System.exit(FailureHandler.EXIT_CODE);
    }
    Path file = Path.of(args[0]);
    Files.write(file, Elf.compile(PROGRAM, Arch.host(), FailureHandler.printing("hello")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
