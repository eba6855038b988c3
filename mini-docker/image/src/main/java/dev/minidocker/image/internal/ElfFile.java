package dev.minidocker.image.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an executable or a library asks of the dynamic linker.
 *
 * <p>Source: elf(5), ld.so(8).
 *
 * @param machine {@code e_machine}
 * @param interpreter the dynamic linker, or "" where there is none
 * @param needed names of libraries
 * @param searchPaths directories to look for these first, with {@code $ORIGIN} as written
 */
record ElfFile(int machine, String interpreter, List<String> needed, List<String> searchPaths) {
  private static final int ELF64_LITTLE_ENDIAN = 0x464c457f;
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int DT_NEEDED = 1;
  private static final int DT_STRTAB = 5;
  private static final int DT_RPATH = 15;
  private static final int DT_RUNPATH = 29;

  /** Empty where the file is no 64-bit little-endian ELF file. */
  static Optional<ElfFile> read(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        FileChannel channel = file.getChannel()) {
      ByteBuffer image =
          channel.map(
              FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
      image.order(ByteOrder.LITTLE_ENDIAN);
      if (image.limit() < HEADER_BYTES
          || image.getInt(0) != ELF64_LITTLE_ENDIAN
          || image.getShort(4) != 0x0102) {
        return Optional.empty();
      }
      return Optional.of(parse(image));
    } catch (IndexOutOfBoundsException e) {
      throw new IOException(path + " is a damaged ELF file", e);
    }
  }

  private static ElfFile parse(ByteBuffer image) {
    String interpreter = "";
    List<String> needed = new ArrayList<>();
    List<String> searchPaths = new ArrayList<>();
    for (int at : programHeaders(image)) {
      int offset = Math.toIntExact(image.getLong(at + 8));
      if (image.getInt(at) == PT_INTERP) {
        interpreter = text(image, offset);
      } else if (image.getInt(at) == PT_DYNAMIC) {
        int strings = stringTable(image, offset);
        needed.addAll(texts(image, offset, DT_NEEDED, strings));
        List<String> runpath = texts(image, offset, DT_RUNPATH, strings);
        searchPaths.addAll(runpath.isEmpty() ? texts(image, offset, DT_RPATH, strings) : runpath);
      }
    }
    List<String> split =
        searchPaths.stream().flatMap(paths -> List.of(paths.split(":")).stream()).toList();
    return new ElfFile(image.getShort(18), interpreter, List.copyOf(needed), split);
  }

  private static List<Integer> programHeaders(ByteBuffer image) {
    int first = Math.toIntExact(image.getLong(32));
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < Short.toUnsignedInt(image.getShort(56)); i++) {
      offsets.add(first + i * PROGRAM_HEADER_BYTES);
    }
    return offsets;
  }

  private static int stringTable(ByteBuffer image, int dynamic) {
    List<Long> addresses = values(image, dynamic, DT_STRTAB);
    return addresses.isEmpty() ? 0 : fileOffset(image, addresses.get(0));
  }

  /** The dynamic section speaks in addresses; a segment says where these lie in the file. */
  private static int fileOffset(ByteBuffer image, long address) {
    for (int at : programHeaders(image)) {
      long start = image.getLong(at + 16);
      if (image.getInt(at) == PT_LOAD
          && address >= start
          && address < start + image.getLong(at + 32)) {
        return Math.toIntExact(address - start + image.getLong(at + 8));
      }
    }
    throw new IndexOutOfBoundsException("no segment holds address " + address);
  }

  private static List<String> texts(ByteBuffer image, int dynamic, int tag, int strings) {
    return values(image, dynamic, tag).stream()
        .map(offset -> text(image, Math.toIntExact(strings + offset)))
        .toList();
  }

  private static List<Long> values(ByteBuffer image, int dynamic, int wanted) {
    List<Long> values = new ArrayList<>();
    for (int at = dynamic; image.getLong(at) != 0; at += 16) {
      if (image.getLong(at) == wanted) {
        values.add(image.getLong(at + 8));
      }
    }
    return values;
  }

  private static String text(ByteBuffer image, int at) {
    int end = at;
    while (image.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    image.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
