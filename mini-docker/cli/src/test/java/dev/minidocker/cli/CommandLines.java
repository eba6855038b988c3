package dev.minidocker.cli;

import dev.minidocker.labkit.testing.StartUpCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs command lines: in this process, which is fast, or in one of their own. */
final class CommandLines {
  private static final int TIMEOUT_SECONDS = 60;
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");

  /** The state directory of all these tests, which the build names. */
  static final Path STATE = Path.of(System.getenv("MINI_DOCKER_ROOT"));

  private static final List<String> MINI_DOCKER = startUp();

  private static final List<String> SERVER =
      StartUpCache.withTests(
          MINI_DOCKER, CommandServer.class, CapturedCommand.class, Outcome.class);

  private CommandLines() {}

  /** Made from a container with a network where that can be far from this machine's. */
  private static List<String> startUp() {
    List<String> training = new ArrayList<>(List.of("run", "--rm", "-i"));
    List<String> place = List.of();
    if (System.getProperty("user.name").equals("root") && Files.isExecutable(UNSHARE)) {
      place = List.of(UNSHARE.toString(), "--net", "--");
      training.addAll(List.of("-p", "80"));
    }
    training.addAll(List.of("lab", "true"));
    String main = Main.class.getName();
    return StartUpCache.command(place, List.of(), main, training.toArray(String[]::new));
  }

  /** In this process. What the container itself writes is not seen. */
  static Outcome execute(String... args) {
    return CapturedCommand.execute(args);
  }

  /** The command that starts mini-docker with these arguments. */
  static List<String> miniDocker(String... args) {
    List<String> command = new ArrayList<>(MINI_DOCKER);
    command.addAll(List.of(args));
    return command;
  }

  /** The command that starts a {@link CommandServer}. */
  static List<String> server() {
    return SERVER;
  }

  /** An executable for shell scripts to call. */
  static Path script(Path directory) throws IOException {
    StringBuilder text = new StringBuilder("#!/bin/sh\nexec");
    miniDocker().forEach(word -> text.append(" '").append(word).append("'"));
    Path script = Files.writeString(directory.resolve("mini-docker"), text + " \"$@\"\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** As a process, with nothing to read. */
  static Outcome run(String... args) throws Exception {
    return run(miniDocker(args), new byte[0], Map.of());
  }

  static Outcome run(List<String> command, byte[] input, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return finish(builder.start(), input);
  }

  /** Feeds a process, and waits for its end. */
  static Outcome finish(Process process, byte[] input) throws Exception {
    CompletableFuture<String> out = read(process.getInputStream());
    CompletableFuture<String> err = read(process.getErrorStream());
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // whoever does not want its input may end before it has been written
      if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
        throw e;
      }
    }
    return awaitEnd(process, out, err);
  }

  static Outcome awaitEnd(
      Process process, CompletableFuture<String> out, CompletableFuture<String> err)
      throws Exception {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("hangs; said so far: " + out.getNow("?") + err.getNow("?"));
    }
    return new Outcome(process.exitValue(), out.get(), err.get());
  }

  static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
          } catch (IOException e) {
            return "(" + e + ")";
          }
        });
  }
}
