package dev.minidocker.cli;

import dev.minidocker.engine.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mini-docker compile}: a container as a program that runs without Java. */
@Command(
    name = "compile",
    description = "Write a container as an executable that runs without Java.")
final class CompileCommand implements Callable<Integer> {

  @Option(
      names = "-o",
      required = true,
      paramLabel = "FILE",
      description = "The executable to write.")
  private Path file;

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Mixin private ContainerOptions options;

  @Override
  public Integer call() {
    Session session = Session.open();
    session.provide(options.image());
    byte[] executable =
        session
            .engine()
            .compile(
                options.spec(Optional.empty(), false, false, true),
                String.valueOf(file.getFileName()));
    try {
      Files.write(file, executable);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new StartFailure(
          "cannot write " + file + ": " + FileReason.of(e), StartFailure.OUR_FAULT, e);
    }
    return 0;
  }
}
