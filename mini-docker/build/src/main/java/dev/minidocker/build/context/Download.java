package dev.minidocker.build.context;

import dev.minidocker.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A file that ADD takes from the network. */
public final class Download {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OK = 200;

  private Download() {}

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
   * @throws ContextException if the address is none, or the server does not give the file, or gives
   *     another
   */
  public static String into(Path directory, String address, Optional<Digest> checksum) {
    try {
      URI uri = URI.create(address);
      String name = name(uri);
      HttpClient client =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      Path file = directory.resolve(name);
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
      HttpResponse<Path> response = client.send(request, BodyHandlers.ofFile(file));
      if (response.statusCode() != OK) {
        throw new ContextException(address + ": the server answers " + response.statusCode());
      }
      if (checksum.isPresent()) {
        compare(address, checksum.get(), file);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      setTime(file, response.headers().firstValue("Last-Modified").orElse(""));
      return name;
    } catch (IllegalArgumentException e) {
      throw new ContextException(address + " is no address of a file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ContextException("cannot get " + address + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContextException("interrupted while getting " + address, e);
    }
  }

  private static void compare(String address, Digest expected, Path file) throws IOException {
    MessageDigest seen = Digest.sha256();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), seen)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    Digest found = Digest.of(seen);
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

  private static String name(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!name.matches("[\\w.+@~-]+") || name.matches("\\.+")) {
      throw new IllegalArgumentException("expected a file's name at its end, as in …/file.txt");
    }
    return name;
  }

  private static void setTime(Path file, String date) throws IOException {
    try {
      ZonedDateTime time = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      Files.setLastModifiedTime(file, FileTime.from(time.toInstant()));
    } catch (DateTimeParseException e) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(0)); // as if it had always been there
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "nobody answers there" : e.getMessage();
  }
}
