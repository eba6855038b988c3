package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names in a directory as they are: bytes, which need not be valid in any encoding. */
public final class DirectoryEntries {
  private static final int LENGTH_AT = 16;
  private static final int NAME_AT = 19;

  private DirectoryEntries() {}

  /**
   * All but {@code .} and {@code ..}, each with the NUL byte that ends a C string; getdents64(2),
   * {@code struct linux_dirent64}.
   *
   * @param directory open for reading, and not read yet
   */
  public static List<byte[]> names(Fd directory) {
    List<byte[]> names = new ArrayList<>();
    byte[] raw = new byte[16384];
    int filled;
    while ((filled = (int) Kernel.call(Syscall.GETDENTS64, directory.number(), raw, raw.length))
        > 0) {
      ByteBuffer entries = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
      for (int at = 0; at < filled; at += entries.getShort(at + LENGTH_AT)) {
        int end = at + NAME_AT;
        while (raw[end] != 0) {
          end++;
        }
        byte[] name = Arrays.copyOfRange(raw, at + NAME_AT, end + 1);
        if (!isDots(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
  }
}
