package dev.minidocker.labs.unionfs;

import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the experiments have their layers: in memory, in a mount namespace of their own. */
final class Trial {
  static final String PLACE = "/tmp";
  static final String LOWER = PLACE + "/lower";
  static final String UPPER = PLACE + "/upper";
  static final String MERGED = PLACE + "/merged";
  static final String NOTHING = "nothing";

  private static final String WORK = PLACE + "/work";
  private static final int S_IFMT = 0170000;
  private static final int S_IFCHR = 0020000;
  private static final int ATTRIBUTE_BYTES = 256;

  private Trial() {}

  /** Private memory, with a directory for each part of a union. */
  static Program place() {
    return Program.of(
        Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
        Mounts.mount("tmpfs", PLACE, "tmpfs", null),
        Nodes.directory(LOWER, 0755),
        Nodes.directory(UPPER, 0755),
        Nodes.directory(WORK, 0755),
        Nodes.directory(MERGED, 0755));
  }

  /** One lower directory and the upper one. */
  static OverlayConfig layers(String... lowers) {
    List<Path> paths = Stream.of(lowers).map(Path::of).toList();
    boolean userXattr = !Privilege.canMakeNamespaces();
    return new OverlayConfig(
        paths, Path.of(UPPER), Path.of(WORK), Path.of(MERGED), userXattr, false);
  }

  /** The same, with options that only root may choose. */
  static OverlayConfig layers(Set<OverlayOption> options) {
    return layers(LOWER).with(options);
  }

  static Program file(String path, String text) {
    return Program.of(Nodes.emptyFile(path, 0644)).then(writing(path, "made " + path, text));
  }

  /** Writes over the beginning of a file. */
  static Program writing(String path, String name, String text) {
    return Program.of(
        Descriptors.openToWrite(path).named(name),
        Descriptors.write(name, text),
        Descriptors.close(name));
  }

  static Step remove(String path) {
    return Step.of(Syscall.UNLINKAT, Nodes.HERE, Arg.of(path), Arg.of(0));
  }

  static Step removeDirectory(String path) {
    Arg flags = Arg.constant("AT_REMOVEDIR", 0x200);
    return Step.of(Syscall.UNLINKAT, Nodes.HERE, Arg.of(path), flags);
  }

  static Step link(String from, String to) {
    return Step.of(Syscall.LINKAT, Nodes.HERE, Arg.of(from), Nodes.HERE, Arg.of(to), Arg.of(0));
  }

  static Step rename(String from, String to) {
    return Step.of(Syscall.RENAMEAT2, Nodes.HERE, Arg.of(from), Nodes.HERE, Arg.of(to), Arg.of(0));
  }

  static Step chmod(String path, int mode) {
    return Step.of(Syscall.FCHMODAT, Nodes.HERE, Arg.of(path), Arg.octal(mode));
  }

  /** What the host finds at a path of the container: text, a list of names, or a whiteout. */
  static HostLook found(String path) {
    return host -> describe(Path.of("/proc/" + host.pid() + "/root" + path));
  }

  private static String describe(Path file) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
      if (((Integer) attributes.get("mode") & S_IFMT) == S_IFCHR) {
        long device = (Long) attributes.get("rdev");
        return "character device " + (device >> 8) + ":" + (device & 0xff);
      } else if (!Files.isDirectory(file)) {
        return Files.readString(file);
      }
      try (Stream<Path> entries = Files.list(file)) {
        List<String> names = entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        return names.isEmpty() ? NOTHING : String.join(" ", names);
      }
    } catch (NoSuchFileException e) {
      return NOTHING;
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What the kernel has noted beside files of the container, by extended attributes. */
  static HostLook marks(String path, String... names) {
    return host ->
        Stream.of(names)
            .map(name -> name + "=" + mark("/proc/" + host.pid() + "/root" + path, name))
            .collect(Collectors.joining(" "));
  }

  private static String mark(String file, String name) {
    String space = Privilege.canMakeNamespaces() ? "trusted" : "user";
    byte[] value = new byte[ATTRIBUTE_BYTES];
    String full = space + ".overlay." + name;
    long length = Kernel.tryCall(Syscall.LGETXATTR, file, full, value, (long) value.length);
    return length < 0
        ? Errno.ofResult(length).toString()
        : new String(Arrays.copyOf(value, (int) length), StandardCharsets.UTF_8);
  }
}
