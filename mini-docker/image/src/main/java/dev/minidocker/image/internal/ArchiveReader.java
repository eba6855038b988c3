package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.LayerUnpacker.Unpacked;
import dev.minidocker.image.UnpackLimits;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OwnIds;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Goes through an archive once, entry by entry, within limits. */
public final class ArchiveReader {
  private static final int RECORD = 512;

  /** The headers of an entry are kept in memory, and many in a row on the stack. */
  private static final long MAX_HEADER_BYTES = 1 << 20;

  private static final long WORTH_A_LOOK_BYTES = 1 << 20;

  private final Path directory;
  private final UnpackLimits limits;
  private final EndMark endMark;
  private final TarSplit.Recorder split;
  private long entries;
  private long bytes;
  private String current = "";

  /** Whether the two records of zeros at the end have to be there. */
  public enum EndMark {
    /** Without it, nobody could say whether the archive was cut between two entries. */
    REQUIRED,
    /** A digest says what is complete, and umoci's layers have no end mark. */
    OPTIONAL
  }

  /** Unpacks into this directory. */
  public ArchiveReader(Path directory, UnpackLimits limits) {
    this(directory, limits, EndMark.REQUIRED, TarSplit.Recorder.NONE);
  }

  /**
   * The same.
   *
   * @param split notes what is needed to make the archive again from the directory
   */
  public ArchiveReader(
      Path directory, UnpackLimits limits, EndMark endMark, TarSplit.Recorder split) {
    this.directory = directory;
    this.limits = limits;
    this.endMark = endMark;
    this.split = split;
  }

  /** Unpacks it all. */
  public Unpacked read(InputStream archive) {
    try (Directory root = Directory.open(directory.toString());
        LayerWriter writer = new LayerWriter(root, ownership());
        TarInput input = TarInput.of(archive)) {
      readEntries(input, writer);
      writer.finish();
      if (root.hasReplaced()) {
        split.giveUp();
      }
      return new Unpacked(input.finish(split.literal()), bytes, writer.warnings().lines());
    } catch (ErrnoException e) {
      throw refused(e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageException(
          "the archive is damaged or incomplete" + afterCurrent() + ": " + e.getMessage(), e);
    }
  }

  private static LayerWriter.Ownership ownership() {
    return Kernel.call(Syscall.GETUID) == 0 && !OwnIds.areOne()
        ? LayerWriter.Ownership.AS_ARCHIVED
        : LayerWriter.Ownership.OWN;
  }

  // Closing the tar stream would close the source, which is the caller's.
  @SuppressWarnings("resource")
  private void readEntries(TarInput input, LayerWriter writer) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(input, StandardCharsets.UTF_8.name());
    while (true) {
      long before = input.count();
      input.beginHeaders(MAX_HEADER_BYTES);
      TarArchiveEntry entry = tar.getNextEntry();
      byte[] headers = input.endHeaders();
      split.literal().write(headers);
      if (entry == null) {
        if (endMark == EndMark.REQUIRED) {
          requireEndMark(before, input.count());
        }
        return;
      }
      current = entry.getName();
      admit(entry);
      byte[] own = Arrays.copyOfRange(headers, (int) paddingAfter(before), headers.length);
      writer.add(entry, PaxAttributes.in(own), tar);
      tar.transferTo(OutputStream.nullOutputStream());
      noteContent(entry);
    }
  }

  private void noteContent(TarArchiveEntry entry) throws IOException {
    EntryName name = EntryName.parse(entry.getName());
    if (entry.getSize() == 0 || entry.isDirectory()) {
      return;
    } else if (entry.isSparse()
        || !NodeWriter.isFile(entry)
        || name.name().startsWith(Whiteouts.PREFIX)) {
      split.giveUp();
    } else {
      split.content(name, entry.getSize());
    }
  }

  private static void requireEndMark(long before, long after) throws IOException {
    if (after - before - paddingAfter(before) < RECORD) {
      throw new IOException("its end is missing");
    }
  }

  private static long paddingAfter(long bytes) {
    return (RECORD - bytes % RECORD) % RECORD;
  }

  private void admit(TarArchiveEntry entry) throws IOException {
    if (!entry.isCheckSumOK()) {
      throw new IOException("a header's checksum is wrong");
    }
    entries++;
    if (entries > limits.maxEntries()) {
      throw new ImageException("the archive has more than " + limits.maxEntries() + " entries");
    }
    long size = entry.isFile() ? entry.getRealSize() : 0;
    bytes += size;
    if (size < 0 || bytes < 0 || bytes > limits.maxBytes()) {
      throw new ImageException(
          "the archive has more than " + limits.maxBytes() + " bytes of files" + afterCurrent());
    }
    if (size >= WORTH_A_LOOK_BYTES && size > directory.toFile().getUsableSpace()) {
      throw size > directory.toFile().getTotalSpace() ? exaggerated(size) : full(null);
    }
  }

  private ImageException exaggerated(long size) {
    return new ImageException(
        "the archive claims "
            + size
            + " bytes for "
            + EntryName.shown(current)
            + ", more than the whole disk of "
            + directory
            + " holds: it is damaged, or belongs on a larger disk");
  }

  private ImageException refused(ErrnoException e) {
    return e.errno() == Errno.ENOSPC || e.errno() == Errno.EDQUOT
        ? full(e)
        : new ImageException(
            "cannot unpack " + EntryName.shown(current) + ": " + e.getMessage(), e);
  }

  private ImageException full(ErrnoException cause) {
    return new ImageException(
        "no space left for the image in "
            + directory
            + afterCurrent()
            + ": make room there, or choose another state directory",
        cause);
  }

  private String afterCurrent() {
    return current.isEmpty() ? "" : ", at " + EntryName.shown(current);
  }
}
