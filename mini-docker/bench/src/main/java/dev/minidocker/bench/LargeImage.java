package dev.minidocker.bench;

import dev.minidocker.image.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image of one layer, shaped as a distribution's root file system is: most files are small, most
 * bytes are in large ones. In the form that {@code docker save} had when dockerd was 20.10.
 */
final class LargeImage {
  static final String NAME = "md-bench-large:1";

  private static final int LARGEST = 12_000_000;
  private static final int FILES_PER_DIRECTORY = 15;
  private static final int LETTERS = 64; // so that it could be compressed to three quarters

  private final Random random = new Random(316);
  private final byte[] content = new byte[2 * LARGEST];

  private LargeImage() {
    random.nextBytes(content);
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (' ' + Math.floorMod(content[i], LETTERS));
    }
  }

  /**
   * Writes the archive.
   *
   * @param bytes that its files hold, at least
   */
  static void write(Path archive, long bytes) {
    Path layer = archive.resolveSibling("layer.tar");
    try {
      new LargeImage().writeLayer(layer, bytes);
      String config =
          """
          {"architecture":"amd64","os":"linux","config":{"Cmd":["sh"]},"created":"2024-01-01T00:00:00Z",\
          "rootfs":{"type":"layers","diff_ids":["%s"]},"history":[{"created":"2024-01-01T00:00:00Z"}]}"""
              .formatted(digest(layer));
      String manifest =
          "[{\"Config\":\"config.json\",\"RepoTags\":[\""
              + NAME
              + "\"],\"Layers\":[\"1/layer.tar\"]}]";
      try (TarArchiveOutputStream tar = tar(archive)) {
        tar.putArchiveEntry(new TarArchiveEntry(layer, "1/layer.tar"));
        Files.copy(layer, tar);
        tar.closeArchiveEntry();
        add(tar, "config.json", config.getBytes(StandardCharsets.UTF_8));
        add(tar, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
      }
      Files.delete(layer);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + archive, e);
    }
  }

  private void writeLayer(Path file, long atLeast) throws IOException {
    try (TarArchiveOutputStream tar = tar(file)) {
      long bytes = 0;
      for (int i = 0; bytes < atLeast; i++) {
        String directory = "usr/lib/package" + i / FILES_PER_DIRECTORY + "/";
        if (i % FILES_PER_DIRECTORY == 0) {
          tar.putArchiveEntry(new TarArchiveEntry(directory));
          tar.closeArchiveEntry();
        }
        int size = size();
        int from = random.nextInt(LARGEST);
        tar.putArchiveEntry(entry(directory + "file" + i, size));
        tar.write(content, from, size);
        tar.closeArchiveEntry();
        bytes += size;
      }
    }
  }

  /** From some bytes to megabytes, each order of magnitude rarer than the one below it. */
  private int size() {
    double magnitude = 2 + 2.2 * random.nextDouble() + (random.nextInt(40) == 0 ? 2.5 : 0);
    return (int) Math.min(LARGEST, Math.pow(10, magnitude));
  }

  private static TarArchiveEntry entry(String name, int size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(name.hashCode() % 8 == 0 ? 0755 : 0644);
    return entry;
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    tar.putArchiveEntry(entry(name, bytes.length));
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static TarArchiveOutputStream tar(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    return new TarArchiveOutputStream(out);
  }

  private static Digest digest(Path file) throws IOException {
    return Digest.of(Files.readAllBytes(file));
  }
}
