package dev.minidocker.image.tar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar that is made while it is read, so that it needs no room; pax(1), "pax Interchange". */
public final class TarStream {
  private static final int RECORD = 512;
  private static final String PAX = "SCHILY.xattr."; // as GNU tar, star and libarchive know it
  private static final int END = 2 * RECORD;

  private TarStream() {}

  /**
   * An entry.
   *
   * @param header with its size, if it has a content
   * @param content the file that has it
   * @param extended extended attributes by their names
   */
  public record Entry(
      TarArchiveEntry header, Optional<Path> content, Map<String, byte[]> extended) {}

  /**
   * The archive of these entries, which are asked for one by one. Reading it throws {@link
   * IOException} where a file cannot be read or changes its size meanwhile.
   */
  public static InputStream of(Stream<Entry> entries) {
    Stream<InputStream> parts = entries.flatMap(TarStream::parts);
    return new JoinedStream(Stream.concat(parts, Stream.of(zeros(END))).iterator());
  }

  private static Stream<InputStream> parts(Entry entry) {
    try {
      InputStream header = new ByteArrayInputStream(header(entry.header(), entry.extended()));
      if (entry.content().isEmpty()) {
        return Stream.of(header);
      }
      Path file = entry.content().get();
      long size = entry.header().getSize();
      InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
      int padding = (int) ((RECORD - size % RECORD) % RECORD);
      return Stream.of(header, new SizedStream(content, size, file), zeros(padding));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + entry.header().getName(), e);
    }
  }

  private static InputStream zeros(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  /** As the library writes it, with extended headers for what does not fit. */
  private static byte[] header(TarArchiveEntry entry, Map<String, byte[]> extended)
      throws IOException {
    extended.forEach((name, value) -> entry.addPaxHeader(PAX + name, ".".repeat(value.length)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, RECORD, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    tar.putArchiveEntry(entry);
    tar.flush(); // not closed: the content comes from elsewhere
    byte[] header = bytes.toByteArray();
    extended.forEach((name, value) -> replacePlaceholder(header, name, value));
    return header;
  }

  /** The library takes every value for text, and these may be any bytes: they are put in here. */
  private static void replacePlaceholder(byte[] header, String name, byte[] value) {
    String text = new String(header, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(' ' + PAX + name + '=') + PAX.length() + name.length() + 2;
    System.arraycopy(value, 0, header, at, value.length);
  }
}
