package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The part of a tar that unpacking loses: all bytes that are not the content of a file. With it,
 * and the unpacked files, the tar can be made again, byte for byte, so that it need not be kept.
 *
 * <p>The file is a deflated sequence of: length of a literal and its bytes, path of a file and how
 * many bytes of it; "" for the path at the end. The idea is the tar-split project's.
 */
public final class TarSplit {
  private static final int BUFFER = 1 << 17;

  private TarSplit() {}

  /** Notes what passes while a tar is unpacked. */
  public static class Recorder implements AutoCloseable {
    /** Notes nothing. */
    public static final Recorder NONE = new Recorder();

    OutputStream literal() {
      return OutputStream.nullOutputStream();
    }

    /**
     * A file's content passes.
     *
     * @throws IOException if that cannot be noted
     */
    void content(EntryName file, long bytes) throws IOException {}

    /** The tar cannot be made again: something of it is lost. */
    void giveUp() {}

    /**
     * The tar has ended.
     *
     * @throws IOException if not all could be noted
     */
    @Override
    public void close() throws IOException {}
  }

  /** Notes it in a file; where it cannot be of use, the file will be empty. */
  public static Recorder recordingTo(Path file) throws IOException {
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    OutputStream deflated =
        new DeflaterOutputStream(Files.newOutputStream(file), fast, 1 << 16) {
          @Override
          public void close() throws IOException {
            super.close();
            fast.end();
          }
        };
    return new FileRecorder(file, new DataOutputStream(new BufferedOutputStream(deflated, BUFFER)));
  }

  private static final class FileRecorder extends Recorder {
    private static final int FLUSH_BYTES = 1 << 20;
    private final Path file;
    private final DataOutputStream out;
    private final Literal literal = new Literal();
    private boolean useless;

    FileRecorder(Path file, DataOutputStream out) {
      this.file = file;
      this.out = out;
    }

    /** What follows a tar may be long: it is written in pieces, each with a content of 0 bytes. */
    private final class Literal extends OutputStream {
      private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

      @Override
      public void write(int one) {
        bytes.write(one);
      }

      @Override
      public void write(byte[] more, int offset, int length) throws IOException {
        bytes.write(more, offset, length);
        if (bytes.size() > FLUSH_BYTES) {
          end("/", 0);
        }
      }

      private void end(String path, long contentBytes) throws IOException {
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        bytes.reset();
        out.writeUTF(path);
        out.writeLong(contentBytes);
      }
    }

    @Override
    OutputStream literal() {
      return literal;
    }

    @Override
    void content(EntryName name, long bytes) throws IOException {
      literal.end(name.toString(), bytes);
    }

    @Override
    void giveUp() {
      useless = true;
    }

    @Override
    public void close() throws IOException {
      try (out) {
        literal.end("", 0);
      }
      if (useless) {
        Files.write(file, new byte[0]); // says that nothing was forgotten
      }
    }
  }

  /**
   * Makes the tar again.
   *
   * @param split what was noted
   * @param diff the unpacked files
   * @param expected the tar's digest
   * @throws ImageException if the files are not as they were
   */
  public static void join(Path split, Path diff, Digest expected, OutputStream out)
      throws IOException {
    requirePresent(split, expected);
    DigestOutputStream hashed = new DigestOutputStream(out, Digest.sha256());
    try (Directory root = Directory.open(diff.toString());
        DataInputStream in = open(split)) {
      join(in, root, hashed);
    } catch (ErrnoException e) {
      throw new ImageException("the layer " + expected + " is damaged: " + e.getMessage(), e);
    }
    if (!Digest.of(hashed.getMessageDigest()).equals(expected)) {
      throw new ImageException(
          "the layer " + expected + " is damaged: somebody has changed what is in " + diff);
    }
  }

  /** How many bytes the tar has. */
  public static long bytes(Path split, Digest expected) throws IOException {
    requirePresent(split, expected);
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    try (DataInputStream in = open(split)) {
      while (true) {
        int literal = in.readInt();
        copy(in, literal, OutputStream.nullOutputStream(), buffer);
        boolean atEnd = in.readUTF().isEmpty();
        total += literal + in.readLong();
        if (atEnd) {
          return total;
        }
      }
    }
  }

  private static DataInputStream open(Path split) throws IOException {
    return new DataInputStream(
        new BufferedInputStream(new InflaterInputStream(Files.newInputStream(split))));
  }

  private static void requirePresent(Path split, Digest layer) throws IOException {
    String cannot = "the layer " + layer + " cannot be written out: ";
    if (!Files.exists(split)) {
      throw new ImageException(
          cannot
              + "it was unpacked by an older mini-docker, which did not note how its archive was"
              + " made; remove its images (mini-docker rmi) and get them anew");
    } else if (Files.size(split) == 0) {
      throw new ImageException(
          cannot
              + "its archive had sparse files, or one file twice; import it from an archive that"
              + " GNU tar has made anew");
    }
  }

  private static void join(DataInputStream in, Directory root, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      copy(in, in.readInt(), out, buffer);
      String path = in.readUTF();
      long bytes = in.readLong();
      if (path.isEmpty()) {
        return;
      } else if (bytes > 0) {
        copyFile(root, EntryName.parse(path), bytes, out, buffer);
      }
    }
  }

  private static void copy(DataInputStream in, int literal, OutputStream out, byte[] buffer)
      throws IOException {
    for (int left = literal; left > 0; ) {
      int part = Math.min(left, buffer.length);
      in.readFully(buffer, 0, part);
      out.write(buffer, 0, part);
      left -= part;
    }
  }

  private static void copyFile(
      Directory root, EntryName name, long bytes, OutputStream out, byte[] buffer)
      throws IOException {
    try (Directory parent = root.resolve(name.parent().isEmpty() ? "." : name.parent())) {
      if (parent == null) {
        throw new IOException("the layer's " + EntryName.shown(name.parent()) + " is missing");
      }
      try (Fd file = parent.openFile(name.name())) {
        FileContent.copy(file, bytes, out, buffer, name.toString());
      }
    }
  }
}
