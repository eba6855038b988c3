package dev.minidocker.bench;

import dev.minidocker.linux.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@link CProgram}, compiled and waiting to be asked for one container after the other. */
final class Floor implements Contender {
  private final Process process;
  private final BufferedReader answers;
  private final OutputStream questions;

  /**
   * @param emptied the directories to be emptied before each container, unmeasured
   */
  Floor(Path executable, List<Path> emptied) {
    List<String> command = new java.util.ArrayList<>(List.of(executable.toString()));
    emptied.forEach(directory -> command.add(directory.toString()));
    try {
      process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + executable, e);
    }
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions = process.getOutputStream();
  }

  /**
   * Compiles a program's C form.
   *
   * @return the executable, in {@code directory}
   */
  static Path compile(Program program, Path gcc, Path directory) {
    Path source = directory.resolve("floor.c");
    Path executable = directory.resolve("floor");
    try {
      Files.writeString(source, CProgram.of(program));
      Process compiler =
          new ProcessBuilder(
                  gcc.toString(),
                  "-O2",
                  "-Wall",
                  "-Wextra",
                  "-o",
                  executable.toString(),
                  source.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (compiler.waitFor() != 0) {
        throw new IllegalStateException("gcc refuses " + source + ":\n" + said);
      }
      return executable;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compile " + source, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while gcc worked", e);
    }
  }

  @Override
  public String name() {
    return "C, clone(CLONE_VM|CLONE_VFORK)";
  }

  @Override
  public long sample() {
    try {
      questions.write('\n');
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("the C program has ended; standard error says why");
      }
      return Long.parseLong(answer);
    } catch (IOException e) {
      throw new UncheckedIOException("the C program does not answer", e);
    }
  }

  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the C program does not end", e);
    }
  }
}
