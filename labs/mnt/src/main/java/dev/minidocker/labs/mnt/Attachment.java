package dev.minidocker.labs.mnt;

import java.nio.file.Path;

/** Something that appears in a container's tree without being part of its image. */
public sealed interface Attachment {

  /** Where it appears; absolute, inside the container. */
  String target();

  /**
   * A directory or file of the host.
   *
   * @param source an absolute path on the host
   * @param directory whether it is a directory: the place for it is made to match
   * @param readOnly whether it can be changed through this mount
   */
  record Bind(Path source, String target, boolean directory, boolean readOnly)
      implements Attachment {
    public Bind {
      requireAbsolute(target);
    }
  }

  /**
   * An empty file system in memory.
   *
   * @param options options of tmpfs(5), for example {@code size=64m,mode=1777}, or ""
   */
  record Tmpfs(String target, String options) implements Attachment {
    public Tmpfs {
      requireAbsolute(target);
    }
  }

  private static void requireAbsolute(String target) {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(
          "the place in the container must be an absolute path, not \"" + target + "\"");
    }
  }
}
