package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.LayerUnpacker.Unpacked;
import dev.minidocker.image.UnpackLimits;
import dev.minidocker.image.internal.ArchiveReader.EndMark;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A layer in the making: unpacked in a workspace, then moved to its place in one step.
 *
 * @param directory what will become {@code layers/CHAINID}
 */
public record LayerInstaller(Path directory, Unpacked unpacked) {

  /**
   * Unpacks the archive.
   *
   * @param name of a directory that the workspace does not have yet
   */
  public static LayerInstaller unpack(
      Workspace workspace, String name, InputStream tar, UnpackLimits limits, EndMark endMark) {
    Path directory = workspace.directory().resolve(name);
    Path diff = directory.resolve("diff");
    try {
      Files.createDirectories(diff);
      Unpacked unpacked;
      try (TarSplit.Recorder split = TarSplit.recordingTo(directory.resolve("split"))) {
        unpacked = new ArchiveReader(diff, limits, endMark, split).read(tar);
      }
      Files.createFile(directory.resolve("lock"));
      byte[] size = Long.toString(unpacked.sizeBytes()).getBytes(StandardCharsets.US_ASCII);
      Files.write(directory.resolve("size"), size);
      return new LayerInstaller(directory, unpacked);
    } catch (IOException e) {
      throw StateFile.failure("unpack into", directory, e);
    }
  }

  /** The same, in a directory named "layer". */
  public static LayerInstaller unpack(Workspace workspace, InputStream tar, UnpackLimits limits) {
    return unpack(workspace, "layer", tar, limits, EndMark.REQUIRED);
  }

  /** Has all files on the disk: one syncfs(2) in place of an fsync(2) of every file. */
  static void synchronizeFileSystem(Path directory) {
    try (Fd open = Fd.open(directory.toString(), 0, 0)) {
      Kernel.call(Syscall.SYNCFS, open.number());
    }
  }

  /** Moves the layer to its place, unless the same content is there already; under the lock. */
  public void install(StoreLayout layout, Digest chainId) {
    Path place = layout.layer(chainId);
    try {
      if (!Files.exists(place)) {
        Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
        StateFile.synchronizeDirectory(layout.layers());
      }
    } catch (IOException e) {
      throw StateFile.failure("make", place, e);
    }
  }
}
