package dev.minidocker.image.internal;

import dev.minidocker.linux.Errno;
import java.util.Map;

/** Extended attributes of unpacked files, xattr(7). */
record Attributes(LayerWriter.Ownership ownership, Warnings warnings) {
  private static final String CAPABILITY = "security.capability";

  /** Sets those that the entry brings and that an image may bring. */
  void copy(Directory parent, EntryName name, Map<String, byte[]> extended) {
    extended.forEach(
        (attribute, value) -> {
          if (!isWelcome(attribute) || !set(parent, name.name(), attribute, value)) {
            warnings.add("extended attributes left out (" + attribute + ")", name.toString());
          }
        });
  }

  /** An image must not steer overlay, nor bring labels of another system's security module. */
  private static boolean isWelcome(String attribute) {
    return attribute.equals(CAPABILITY)
        || (attribute.startsWith("user.") && !attribute.startsWith("user.overlay."));
  }

  private static boolean set(Directory parent, String name, String attribute, byte[] value) {
    long result = parent.trySetAttribute(name, attribute, value);
    if (result == -Errno.ENOSPC.number() || result == -Errno.EDQUOT.number()) {
      Directory.check("lsetxattr", name, result);
    }
    return result >= 0;
  }

  /** Makes overlay show nothing of the directories below this one. */
  void markOpaque(Directory parent, String name) {
    String space = ownership == LayerWriter.Ownership.AS_ARCHIVED ? "trusted" : "user";
    String attribute = space + ".overlay.opaque";
    Directory.check("lsetxattr", name, parent.trySetAttribute(name, attribute, new byte[] {'y'}));
  }
}
