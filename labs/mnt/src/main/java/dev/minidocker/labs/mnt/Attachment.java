package dev.minidocker.labs.mnt;

import static dev.minidocker.linux.MountFlag.MS_NODEV;
import static dev.minidocker.linux.MountFlag.MS_NOEXEC;
import static dev.minidocker.linux.MountFlag.MS_NOSUID;
import static dev.minidocker.linux.MountFlag.MS_RDONLY;

import dev.minidocker.linux.MountFlag;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * @param options options of tmpfs(5), for example {@code size=64m,mode=1777}, or ""; among them
   *     may be flags of mount(8): ro, exec, suid, dev and their opposites
   */
  record Tmpfs(String target, String options) implements Attachment {
    private static final Map<String, MountFlag> SETTING =
        Map.of("ro", MS_RDONLY, "nosuid", MS_NOSUID, "nodev", MS_NODEV, "noexec", MS_NOEXEC);
    private static final Map<String, MountFlag> CLEARING =
        Map.of("rw", MS_RDONLY, "suid", MS_NOSUID, "dev", MS_NODEV, "exec", MS_NOEXEC);

    public Tmpfs {
      requireAbsolute(target);
    }

    /** What may not be done with its files; the later of two options counts. */
    MountFlag[] flags() {
      EnumSet<MountFlag> flags = EnumSet.of(MS_NOSUID, MS_NODEV, MS_NOEXEC);
      for (String option : options.split(",", -1)) {
        if (SETTING.containsKey(option)) {
          flags.add(SETTING.get(option));
        } else if (CLEARING.containsKey(option)) {
          flags.remove(CLEARING.get(option));
        }
      }
      return flags.toArray(MountFlag[]::new);
    }

    /** What is left for the file system itself. */
    Optional<String> data() {
      String data =
          Stream.of(options.split(",", -1))
              .filter(option -> !SETTING.containsKey(option) && !CLEARING.containsKey(option))
              .collect(Collectors.joining(","));
      return Optional.of(data).filter(some -> !some.isEmpty());
    }
  }

  private static void requireAbsolute(String target) {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(
          "the place in the container must be an absolute path, not \"" + target + "\"");
    }
  }
}
