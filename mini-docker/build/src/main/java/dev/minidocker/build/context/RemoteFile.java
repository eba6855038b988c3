package dev.minidocker.build.context;

import dev.minidocker.image.Digest;
import dev.minidocker.image.http.Download;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A file that ADD takes from the network. */
public final class RemoteFile {

  private RemoteFile() {}

  /** Whether a source means a file of a server. */
  public static boolean isAddress(String source) {
    return source.startsWith("http://") || source.startsWith("https://");
  }

  /**
   * Gets it. Its name is the last part of the address; nobody but its owner may read it; its time
   * is the one that the server tells, if it tells any.
   *
   * @param checksum what the file has to be
   * @return its name in the directory
   * @throws ContextException if the address is none, or the file comes not whole, or is another
   * @throws dev.minidocker.image.ImageException if the server does not give the file
   */
  public static String into(Path directory, String address, Optional<Digest> checksum) {
    String name = name(address);
    Path file = directory.resolve(name);
    MessageDigest seen = Digest.sha256();
    try (Download download = Download.open(address)) {
      Files.copy(new DigestInputStream(download, seen), file);
      checksum.ifPresent(expected -> compare(address, expected, Digest.of(seen)));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      setTime(file, download.header("Last-Modified").orElse(""));
      return name;
    } catch (IOException e) {
      throw new ContextException("cannot get " + address + ": " + e.getMessage(), e);
    }
  }

  private static void compare(String address, Digest expected, Digest found) {
    if (!found.equals(expected)) {
      throw new ContextException(
          address
              + ": the server gives "
              + found
              + ", and --checksum is "
              + expected
              + "; find out which file is meant");
    }
  }

  private static String name(String address) {
    try {
      String path = URI.create(address).getPath();
      String name = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
      if (name.matches("[\\w.+@~-]+") && !name.matches("\\.+")) {
        return name;
      }
    } catch (IllegalArgumentException e) {
      throw new ContextException(address + " is no address of a file: " + e.getMessage(), e);
    }
    throw new ContextException(
        address + " is no address of a file: expected a file's name at its end, as in …/file.txt");
  }

  private static void setTime(Path file, String date) throws IOException {
    try {
      ZonedDateTime time = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      Files.setLastModifiedTime(file, FileTime.from(time.toInstant()));
    } catch (DateTimeParseException e) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(0)); // as if it had always been there
    }
  }
}
