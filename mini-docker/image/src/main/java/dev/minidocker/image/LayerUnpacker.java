package dev.minidocker.image;

import dev.minidocker.image.internal.ArchiveReader;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns a layer's archive into a directory that overlay can use.
 *
 * <p>The archive is not trusted: nothing outside of the directory is made, changed or read,
 * whatever its names, links and devices are.
 */
public final class LayerUnpacker {

  private LayerUnpacker() {}

  /**
   * What was unpacked.
   *
   * @param diffId the digest of the uncompressed archive
   * @param sizeBytes what its files hold
   * @param warnings one line each on what was left out
   */
  public record Unpacked(Digest diffId, long sizeBytes, List<String> warnings) {
    public Unpacked {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Unpacks a tar, plain or compressed by gzip or zstd.
   *
   * <p>Owners and devices are kept where this process is root; otherwise all belongs to its user,
   * and devices are left out with a warning.
   *
   * @param directory exists and is empty; what is in it after a failure is of no use
   * @throws ImageException if the archive is damaged, asks for too much, or does not fit
   */
  public static Unpacked unpack(InputStream archive, Path directory, UnpackLimits limits) {
    return new ArchiveReader(directory, limits).read(archive);
  }
}
