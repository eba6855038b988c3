package dev.minidocker.build.copy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Files as a tar that is made while it is read, so that it needs no room. */
final class FileArchive {
  private static final int RECORD = 512;
  private static final int END = 2 * RECORD;

  private FileArchive() {}

  static InputStream of(List<CopiedFile> files) {
    Stream<InputStream> entries = files.stream().flatMap(FileArchive::parts);
    return new JoinedStream(Stream.concat(entries, Stream.of(zeros(END))).iterator());
  }

  private static Stream<InputStream> parts(CopiedFile file) {
    try {
      TarArchiveEntry entry = entry(file);
      InputStream header = new ByteArrayInputStream(header(entry));
      if (!file.isRegular()) {
        return Stream.of(header);
      }
      long size = entry.getSize();
      int padding = (int) ((RECORD - size % RECORD) % RECORD);
      return Stream.of(header, new SizedStream(file.open(), size, file.source()), zeros(padding));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.source() + ": " + e.getMessage(), e);
    }
  }

  private static InputStream zeros(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  private static TarArchiveEntry entry(CopiedFile file) {
    TarArchiveEntry entry;
    if (file.isLink()) {
      entry = new TarArchiveEntry(file.target(), TarConstants.LF_SYMLINK);
      entry.setLinkName(file.linkTarget());
    } else {
      entry = new TarArchiveEntry(file.target() + (file.isDirectory() ? "/" : ""));
      entry.setSize(file.size());
    }
    entry.setMode(file.permissions());
    entry.setIds(0, 0);
    entry.setUserId(file.owner().uid());
    entry.setGroupId(file.owner().gid());
    entry.setModTime(file.modified().toMillis() / 1000 * 1000); // seconds, as layers have them
    return entry;
  }

  /** As the library writes it, with extended headers for what does not fit. */
  private static byte[] header(TarArchiveEntry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, RECORD, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    tar.putArchiveEntry(entry);
    tar.flush(); // not closed: the content comes from elsewhere
    return bytes.toByteArray();
  }
}
