package dev.minidocker.labs.unionfs;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The reference implementation; {@code Documentation/filesystems/overlayfs.rst}. */
public final class Overlay implements UnionMechanism {

  /** The kernel copies the options into one page. */
  private static final int MAX_OPTIONS = 4095;

  /** {@code OVL_MAX_STACK} in {@code fs/overlayfs/params.h}. */
  private static final int MAX_LAYERS = 500;

  @Override
  public Program mount(OverlayConfig config) {
    if (config.lowers().size() > MAX_LAYERS) {
      throw new IllegalArgumentException(
          config.lowers().size()
              + " layers are more than overlayfs takes, which is "
              + MAX_LAYERS
              + ": build the image anew with fewer instructions");
    }
    Program program =
        bytes(config, config.lowers()) > MAX_OPTIONS
            ? byShortNames(config)
            : mount(config, config.lowers());
    return program.inChapter("unionfs");
  }

  private static Program mount(OverlayConfig config, List<Path> lowers) {
    return Program.of(
        Mounts.mount("overlay", config.target().toString(), "overlay", options(config, lowers))
            .because("the image's layers below, the container's own changes above"));
  }

  private static String options(OverlayConfig config, List<Path> lowers) {
    return "lowerdir="
        + lowers.stream().map(Overlay::escape).collect(Collectors.joining(":"))
        + ",upperdir="
        + escape(config.upper())
        + ",workdir="
        + escape(config.work())
        + (config.userXattr() ? ",userxattr" : "")
        + (config.transientUpper() ? ",volatile" : "")
        + config.options().stream().sorted().map(o -> "," + o).collect(Collectors.joining());
  }

  private static int bytes(OverlayConfig config, List<Path> lowers) {
    return options(config, lowers).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Links of three letters lead to the layers, from where the process stands when it mounts. */
  private static Program byShortNames(OverlayConfig config) {
    List<Step> links = new ArrayList<>();
    List<Path> names = new ArrayList<>();
    links.add(
        Nodes.changeDirectory(config.work().getParent().toString())
            .because("the options of a mount are one page: only short names have room"));
    for (Path lower : config.lowers()) {
      Path name = Path.of("l" + Integer.toString(names.size(), Character.MAX_RADIX));
      links.add(
          Nodes.symlink(lower.toAbsolutePath().toString(), name.toString())
              .tolerating(Errno.EEXIST)
              .because("a short name for a layer"));
      names.add(name);
    }
    if (bytes(config, names) > MAX_OPTIONS) {
      throw new IllegalArgumentException(
          names.size()
              + " layers need "
              + bytes(config, names)
              + " bytes of mount options; the kernel takes "
              + MAX_OPTIONS
              + ". Keep the state directory at a shorter path");
    }
    return new Program(links).then(mount(config, names));
  }

  /** Colons separate layers, commas options; a backslash takes their meaning away. */
  private static String escape(Path path) {
    return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
  }
}
