package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A file of the user's that nobody else may read; it is there whole or as it was before. */
public final class SecretFile {
  private static final FileAttribute<?> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNERS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private SecretFile() {}

  /**
   * Replaces the file, or what it is a symbolic link to. Its mode becomes 0600; its owner stays,
   * also where root writes it for an ordinary user.
   *
   * @throws ImageException if that is not possible; the file is as it was then
   */
  public static void write(Path file, byte[] content) {
    try {
      Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      Files.createDirectories(target.getParent(), OWNERS_DIRECTORY);
      replace(target, content);
    } catch (IOException e) {
      throw new ImageException("cannot write " + file + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it is a link to a directory that is not there";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied; choose another directory with DOCKER_CONFIG";
    } else if (e instanceof FileSystemException specific && specific.getReason() != null) {
      return specific.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  private static void replace(Path target, byte[] content) throws IOException {
    Path incomplete = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
    try (FileChannel channel =
        FileChannel.open(
            incomplete,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OWNERS_FILE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      keepOwner(target, incomplete);
      channel.force(true);
      Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE);
      StateFile.synchronizeDirectory(target.getParent());
    } finally {
      Files.deleteIfExists(incomplete);
    }
  }

  private static void keepOwner(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Map<String, Object> owner =
          Files.readAttributes(from, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
      Map<String, Object> now = Files.readAttributes(to, "unix:uid,gid");
      if (!owner.equals(now)) {
        Files.setAttribute(to, "unix:gid", owner.get("gid"));
        Files.setAttribute(to, "unix:uid", owner.get("uid"));
      }
    }
  }
}
