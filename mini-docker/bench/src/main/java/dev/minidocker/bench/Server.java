package dev.minidocker.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A C program that does one piece of work for each line it reads, and answers how long it took. */
final class Server implements Contender {
  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final OutputStream questions;

  Server(String name, List<String> command) {
    this.name = name;
    try {
      process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions = process.getOutputStream();
  }

  /** A source of our own jar. */
  static String source(String resource) {
    try (InputStream in = Server.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource + " from our own jar", e);
    }
  }

  /**
   * Compiles a source.
   *
   * @return the executable, in {@code directory}
   */
  static Path compile(String text, Path gcc, Path directory) {
    Path source = directory.resolve("server.c");
    Path executable = directory.resolve("server");
    List<String> command =
        List.of(
            gcc.toString(), "-O2", "-Wall", "-Wextra", "-o", executable.toString(), "" + source);
    try {
      Files.writeString(source, text);
      Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
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
    return name;
  }

  @Override
  public long sample() {
    try {
      questions.write('\n');
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException(name + " has ended; standard error says why");
      }
      return Long.parseLong(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not answer", e);
    }
  }

  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(name + " does not end", e);
    }
  }
}
