package dev.minidocker.engine;

import dev.minidocker.image.Image;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.OpenFlag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads an image's users and groups, without ever leaving the image. */
final class ImageAccounts {
  private static final int MAX_BYTES = 1 << 20;
  private static final int FILE_TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;

  private ImageAccounts() {}

  /** The files of the uppermost layer that has them; none for an image without. */
  static UserDatabase of(Image image) {
    List<Path> uppermostFirst = new ArrayList<>(image.layerDirs());
    Collections.reverse(uppermostFirst);
    return new UserDatabase(
        lines(uppermostFirst, "etc/passwd"), lines(uppermostFirst, "etc/group"));
  }

  private static List<String> lines(List<Path> layers, String file) {
    for (Path layer : layers) {
      try (Fd root = open(layer)) {
        long found = Fd.tryOpenInRoot(root, file, OpenFlag.O_NONBLOCK.bits());
        if (found >= 0) {
          return read(Fd.of(found)).lines().toList();
        } else if (isDeletion(root, file)) {
          return List.of();
        } else if (found != -Errno.ENOENT.number() && found != -Errno.ENOTDIR.number()) {
          throw new ErrnoException(
              "openat2(\"" + layer + "\", \"" + file + "\")", Errno.ofResult(found));
        }
      }
    }
    return List.of();
  }

  /** Overlay's mark of a deletion is a device without a driver, which nobody can open. */
  private static boolean isDeletion(Fd root, String file) {
    long found = Fd.tryOpenInRoot(root, file, OpenFlag.of(OpenFlag.O_PATH, OpenFlag.O_NOFOLLOW));
    if (found < 0) {
      return false;
    }
    try (Fd mark = Fd.of(found)) {
      Path path = Path.of("/proc/self/fd/" + mark.number());
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      return (mode & FILE_TYPE) == CHARACTER_DEVICE;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at " + file + " of an image", e);
    }
  }

  private static Fd open(Path layer) {
    try {
      return Fd.open(layer.toString(), OpenFlag.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY), 0);
    } catch (ErrnoException e) {
      throw new StartFailure(
          "the image is damaged: its layer "
              + layer
              + " cannot be opened ("
              + e.errno().text()
              + "). Remove it with `mini-docker rmi`, and import it again",
          StartFailure.OUR_FAULT,
          e);
    }
  }

  private static String read(Fd file) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (file) {
      for (int length = file.read(buffer); length > 0; length = file.read(buffer)) {
        content.write(buffer, 0, length);
        if (content.size() > MAX_BYTES) {
          throw new StartFailure(
              "the image's /etc/passwd or /etc/group is larger than " + MAX_BYTES + " bytes");
        }
      }
    }
    return content.toString(StandardCharsets.UTF_8);
  }
}
