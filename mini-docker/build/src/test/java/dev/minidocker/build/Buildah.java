package dev.minidocker.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Another builder of images, to compare with. It keeps everything in one directory of its own. */
public final class Buildah {
  private final Path directory;

  /**
   * A store that is empty.
   *
   * @param directory is made
   */
  public Buildah(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory.resolve("run"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Builds an image of one layer and returns its files. */
  public Path build(Path context, Path dockerfile) {
    call("bud", "-q", "--isolation=chroot", "--layers=false", "-f", "" + dockerfile, "" + context);
    try (Stream<Path> layers = Files.list(directory.resolve("root/vfs/dir"))) {
      List<Path> all = layers.toList();
      if (all.size() != 1) {
        throw failure("expected one layer: " + all);
      }
      return all.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Builds an image from any Dockerfile.
   *
   * @throws AssertionError if it refuses
   */
  public void build(String name, Path context, Path dockerfile) {
    call(
        "bud",
        "-q",
        "--isolation=chroot",
        "--format=docker", // which has health checks, unlike OCI's
        "--identity-label=false",
        "--pull=never",
        "--layers=false",
        "-t",
        name,
        "-f",
        dockerfile.toString(),
        context.toString());
  }

  /** An image's config, and so on, as JSON. */
  public String inspect(String name) {
    return call("inspect", "--type=image", name);
  }

  /** Where the files of an image are, until everything is removed. */
  public Path files(String name) {
    return Path.of(call("mount", call("from", "--pull-never", name).strip()).strip());
  }

  /** Removes all containers, and an image. */
  public void remove(String name) {
    call("rm", "--all");
    call("rmi", name);
  }

  /** Its answer to a command. */
  public String call(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "buildah",
                "--root=" + directory.resolve("root"),
                "--runroot=" + directory.resolve("run"),
                "--storage-driver=vfs"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(Map.of("XDG_RUNTIME_DIR", directory.resolve("run").toString()));
      Process process = builder.start();
      process.getOutputStream().close();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw failure(String.join(" ", command) + "\n" + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted");
    }
  }

  private static AssertionError failure(String why) {
    return new AssertionError(why);
  }
}
