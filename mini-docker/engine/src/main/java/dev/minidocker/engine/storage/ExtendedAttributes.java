package dev.minidocker.engine.storage;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The extended attributes of a file in an open directory, xattr(7); of a link, its own. */
final class ExtendedAttributes {
  private static final int LARGEST = 1 << 16; // XATTR_LIST_MAX, XATTR_SIZE_MAX
  private static final byte[] YES = {'y'};

  private final byte[] path;

  private ExtendedAttributes(byte[] path) {
    this.path = path;
  }

  static ExtendedAttributes of(Fd directory, String name) {
    return new ExtendedAttributes(
        Names.cString("/proc/self/fd/" + directory.number() + "/" + name));
  }

  /** Whether overlay shows nothing of the directories below this one. */
  boolean areOpaque() {
    return Arrays.equals(value("trusted.overlay.opaque"), YES)
        || Arrays.equals(value("user.overlay.opaque"), YES);
  }

  /** Makes the file have those of another that a layer may bring, and no more of these. */
  void become(ExtendedAttributes other) {
    List<String> wanted = other.ofLayers();
    for (String name : ofLayers()) {
      if (!wanted.contains(name)) {
        check("lremovexattr", Kernel.tryCall(Syscall.LREMOVEXATTR, path, name));
      }
    }
    for (String name : wanted) {
      byte[] value = other.value(name);
      check("lsetxattr", Kernel.tryCall(Syscall.LSETXATTR, path, name, value, value.length, 0));
    }
  }

  private List<String> ofLayers() {
    byte[] names = new byte[LARGEST];
    long length = Kernel.tryCall(Syscall.LLISTXATTR, path, names, names.length);
    if (length == -Errno.EOPNOTSUPP.number()) {
      return List.of();
    }
    check("llistxattr", length);
    List<String> kept = new ArrayList<>();
    for (String name : new String(names, 0, (int) length, StandardCharsets.UTF_8).split("\0", 0)) {
      boolean ofUser = name.startsWith("user.") && !name.startsWith("user.overlay.");
      if (ofUser || name.equals("security.capability")) {
        kept.add(name);
      }
    }
    return kept;
  }

  /** Empty where there is no such attribute. */
  private byte[] value(String name) {
    byte[] value = new byte[LARGEST];
    long length = Kernel.tryCall(Syscall.LGETXATTR, path, name, value, value.length);
    return Arrays.copyOf(value, (int) Math.max(0, length));
  }

  private void check(String call, long result) {
    if (result < 0) {
      throw new ErrnoException(call + "(\"" + Names.shown(path) + "\")", Errno.ofResult(result));
    }
  }
}
