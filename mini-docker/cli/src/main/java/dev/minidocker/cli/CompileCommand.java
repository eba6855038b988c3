package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.Mechanisms;
import dev.minidocker.engine.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code mini-docker compile}: a container as a program that runs without Java. */
final class CompileCommand implements Command {
  private final Supplier<Mechanisms> mechanisms;
  private final Syntax syntax =
      Syntax.of("compile", "Write a container as an executable that runs without Java.", this)
          .requiredValue("FILE", "The executable to write.", "-o");
  private final ContainerOptions options = new ContainerOptions(syntax);

  CompileCommand(Supplier<Mechanisms> mechanisms) {
    this.mechanisms = mechanisms;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Path file = Path.of(syntax.valueOf("-o").orElseThrow());
    Session session = Session.open(mechanisms.get());
    session.provide(options.image(), options.pull());
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
