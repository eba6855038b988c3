package dev.minidocker.image.tar;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The extended attributes of a file, xattr(7).
 *
 * @param values by their names
 */
record ExtendedAttributes(Map<String, byte[]> values) {
  private static final int LARGEST = 1 << 16; // XATTR_LIST_MAX, XATTR_SIZE_MAX

  /** Those that can be read; of a symbolic link, its own. */
  static ExtendedAttributes of(Path file) {
    Map<String, byte[]> values = new TreeMap<>();
    byte[] names = new byte[LARGEST];
    long length = Kernel.tryCall(Syscall.LLISTXATTR, file.toString(), names, names.length);
    if (length < 0 && length != -Errno.EOPNOTSUPP.number()) {
      throw new ErrnoException("llistxattr(\"" + file + "\")", Errno.ofResult(length));
    }
    String all = new String(names, 0, (int) Math.max(0, length), StandardCharsets.UTF_8);
    for (String name : all.split("\0", 0)) {
      byte[] value = new byte[LARGEST];
      long size = Kernel.tryCall(Syscall.LGETXATTR, file.toString(), name, value, value.length);
      if (size >= 0) {
        values.put(name, Arrays.copyOf(value, (int) size));
      }
    }
    return new ExtendedAttributes(values);
  }

  /** Whether overlay has left this mark, in either of the places where it may. */
  boolean has(String mark) {
    return values.containsKey("trusted.overlay." + mark)
        || values.containsKey("user.overlay." + mark);
  }

  boolean isOpaque() {
    return isYes("trusted.overlay.opaque") || isYes("user.overlay.opaque");
  }

  private boolean isYes(String name) {
    return Arrays.equals(values.get(name), new byte[] {'y'});
  }

  /** Those that an image may have. */
  Map<String, byte[]> kept() {
    Map<String, byte[]> kept = new TreeMap<>(values);
    kept.keySet()
        .removeIf(
            name ->
                !name.equals("security.capability")
                    && (!name.startsWith("user.") || name.startsWith("user.overlay.")));
    return kept;
  }
}
