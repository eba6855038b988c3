package dev.minidocker.image.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What the files of a directory hold while others add and remove some. */
public final class DiskUsage extends SimpleFileVisitor<Path> {
  private long bytes;

  private DiskUsage() {}

  /** The sum of the sizes of all files below, as far as they can be seen. */
  public static long bytesBelow(Path directory) {
    DiskUsage usage = new DiskUsage();
    try {
      Files.walkFileTree(directory, usage);
      return usage.bytes;
    } catch (IOException e) {
      throw StateFile.failure("read", directory, e);
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    bytes += attributes.isRegularFile() ? attributes.size() : 0;
    return FileVisitResult.CONTINUE;
  }

  /** It has just been removed, or a mode from an image forbids to look. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path visited, IOException e) {
    return FileVisitResult.CONTINUE;
  }
}
