package dev.minidocker.labs.unionfs;

import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The reference implementation; {@code Documentation/filesystems/overlayfs.rst}. */
public final class Overlay implements UnionMechanism {

  /** The kernel copies the options into one page. */
  private static final int MAX_OPTIONS = 4095;

  @Override
  public Program mount(OverlayConfig config) {
    String lowers = config.lowers().stream().map(Overlay::escape).collect(Collectors.joining(":"));
    String options =
        "lowerdir="
            + lowers
            + ",upperdir="
            + escape(config.upper())
            + ",workdir="
            + escape(config.work())
            + (config.userXattr() ? ",userxattr" : "")
            + (config.transientUpper() ? ",volatile" : "")
            + config.options().stream().sorted().map(o -> "," + o).collect(Collectors.joining());
    int bytes = options.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_OPTIONS) {
      throw new IllegalArgumentException(
          config.lowers().size()
              + " layers need "
              + bytes
              + " bytes of mount options; the kernel takes "
              + MAX_OPTIONS
              + ". Keep them at shorter paths, or use fewer");
    }
    return Program.of(
            Mounts.mount("overlay", config.target().toString(), "overlay", options)
                .because("the image's layers below, the container's own changes above"))
        .inChapter("unionfs");
  }

  /** Colons separate layers, commas options; a backslash takes their meaning away. */
  private static String escape(Path path) {
    return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
  }
}
