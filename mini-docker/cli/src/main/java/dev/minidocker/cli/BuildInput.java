package dev.minidocker.cli;

import dev.minidocker.build.context.Context;
import dev.minidocker.build.copy.Archives;
import dev.minidocker.build.dockerfile.Dockerfile;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LayerUnpacker;
import dev.minidocker.image.ScratchDirectory;
import dev.minidocker.image.UnpackLimits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a build takes its Dockerfile and its files from.
 *
 * @param unpacked what is to be closed after the build; empty where nothing was unpacked
 */
record BuildInput(Dockerfile dockerfile, Path directory, Optional<ScratchDirectory> unpacked)
    implements AutoCloseable {
  private static final String STANDARD_INPUT = "-";

  /**
   * Reads the Dockerfile, and standard input where it is asked for.
   *
   * @param place a directory, or {@code -}: standard input is a Dockerfile, or an archive of a
   *     directory
   * @param file what {@code -f} says
   */
  static BuildInput of(String place, Optional<String> file, ImageStore images) {
    boolean fileFromInput = file.equals(Optional.of(STANDARD_INPUT));
    if (!place.equals(STANDARD_INPUT)) {
      Path directory = Path.of(place);
      Dockerfile dockerfile =
          fileFromInput
              ? parse(new BufferedInputStream(System.in))
              : parse(file.map(Path::of).orElse(directory.resolve("Dockerfile")));
      return new BuildInput(dockerfile, directory, Optional.empty());
    }
    if (fileFromInput) {
      throw new IllegalArgumentException(
          "standard input is either the Dockerfile (-f -) or the files of the build (-), not both");
    }
    ScratchDirectory scratch = images.scratchDirectory();
    try {
      return fromInput(scratch, file.orElse("Dockerfile"));
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  private static BuildInput fromInput(ScratchDirectory scratch, String file) {
    try {
      InputStream input = new BufferedInputStream(System.in, Archives.LOOK_AHEAD);
      Dockerfile dockerfile;
      if (Archives.isArchive(input)) {
        LayerUnpacker.unpack(input, scratch.path(), UnpackLimits.DEFAULT);
        Path inside = Context.of(scratch.path()).find(file).get(0).location();
        dockerfile = Dockerfile.parse(file, Files.readString(inside));
      } else {
        dockerfile = parse(input);
      }
      return new BuildInput(dockerfile, scratch.path(), Optional.of(scratch));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Dockerfile parse(InputStream input) {
    try {
      String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      return Dockerfile.parse("Dockerfile", text);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Dockerfile parse(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return Dockerfile.parse(file.toString(), text);
    } catch (NoSuchFileException e) {
      throw new ImageException(
          "there is no " + e.getFile() + "; -f FILE names the Dockerfile where it is elsewhere", e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static ImageException unreadable(IOException e) {
    return new ImageException("cannot read the Dockerfile: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    unpacked.ifPresent(ScratchDirectory::close);
  }
}
