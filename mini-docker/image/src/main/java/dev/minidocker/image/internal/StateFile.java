package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that are there whole or not at all, also when the power fails. */
public final class StateFile {

  private StateFile() {}

  /**
   * Replaces the file at {@code path}.
   *
   * @param tmp a directory of the same file system, for the file before it is complete
   */
  public static void write(Path path, byte[] content, Path tmp) {
    Path incomplete = tmp.resolve(UUID.randomUUID() + ".file");
    try {
      try (FileChannel channel =
          FileChannel.open(incomplete, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(incomplete, path, StandardCopyOption.ATOMIC_MOVE);
      synchronizeDirectory(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      FileTree.remove(incomplete.toString());
      throw failure("write", path, e);
    }
  }

  /** Makes the names in a directory survive a loss of power. */
  public static void synchronizeDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The content, or null where there is no such file. */
  public static byte[] readOrNull(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw failure("read", path, e);
    }
  }

  /** Whether there was no room, by the texts of ENOSPC and EDQUOT: the JDK keeps no number. */
  public static boolean diskIsFull(Throwable cause) {
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    return message.endsWith(Errno.ENOSPC.text()) || message.endsWith(Errno.EDQUOT.text());
  }

  /** The exception for the user: what was tried, and the kernel's reason. */
  public static ImageException failure(String verb, Path path, IOException cause) {
    String reason = cause.getMessage();
    if (cause instanceof AccessDeniedException) {
      reason = "permission denied; the state directory belongs to somebody else";
    } else if (cause instanceof NoSuchFileException) {
      reason = "no such directory";
    } else if (cause instanceof FileSystemException specific && specific.getReason() != null) {
      reason = specific.getReason();
    }
    if (diskIsFull(cause)) {
      reason += "; make room there";
    }
    return new ImageException("cannot " + verb + " " + path + ": " + reason, cause);
  }
}
