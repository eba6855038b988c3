package dev.minidocker.image;

import dev.minidocker.image.http.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where the archive of {@code import FILE|URL|-} comes from. */
public final class RootfsSource {

  private RootfsSource() {}

  /**
   * Opens the archive.
   *
   * @param source a path, an http or https URL, or {@code -}
   * @param standardInput what {@code -} means; closing the result closes it
   * @throws ImageException if there is nothing to read
   */
  public static InputStream open(String source, InputStream standardInput) {
    if (source.equals("-")) {
      return standardInput;
    } else if (source.startsWith("http://") || source.startsWith("https://")) {
      return Download.open(source);
    }
    Path path = Path.of(source);
    if (Files.isDirectory(path)) {
      throw new ImageException(
          "cannot import "
              + source
              + ": it is a directory; pipe it: tar -C "
              + source
              + " -c . | …");
    }
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw new ImageException("cannot import " + source + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new ImageException("cannot import " + source + ": permission denied", e);
    } catch (IOException e) {
      throw new ImageException("cannot import " + source + ": " + e.getMessage(), e);
    }
  }
}
