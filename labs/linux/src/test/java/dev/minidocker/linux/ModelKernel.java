package dev.minidocker.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.minidocker.linux.ProgramModel.Cell;
import dev.minidocker.linux.ProgramModel.CellAddress;
import dev.minidocker.linux.ProgramModel.Unmodelled;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of the kernel as the random programs use: one file to read at descriptor 0, one to write
 * at 1; read(2), write(2), lseek(2), dup(2), close(2).
 */
final class ModelKernel {
  private static final long FARTHEST = 1L << 40;
  private static final int LARGEST_OUTPUT = 1 << 16;

  private static final class OpenFile {
    final boolean writable;
    byte[] content;
    long position;

    OpenFile(boolean writable, byte[] content) {
      this.writable = writable;
      this.content = content;
    }
  }

  private final long pid;
  private final OpenFile output = new OpenFile(true, new byte[0]);
  private final Map<Integer, OpenFile> descriptors = new HashMap<>();

  ModelKernel(long pid, String input) {
    this.pid = pid;
    descriptors.put(0, new OpenFile(false, input.getBytes(ISO_8859_1)));
    descriptors.put(1, output);
  }

  String output() {
    return new String(output.content, ISO_8859_1);
  }

  long call(Syscall call, List<Cell> args) {
    return switch (call) {
      case GETPID -> pid;
      case CLOSE_RANGE -> 0;
      case CLOSE -> descriptors.remove(descriptor(args.get(0))) == null ? -EBADF : 0;
      case DUP3 -> duplicate(descriptor(args.get(0)), descriptor(args.get(1)));
      case LSEEK -> seek(args);
      case READ -> read(args);
      case WRITE -> write(args.get(0), bytes(args.get(1), args.get(2)));
      case WRITEV -> writeAll(args);
      default -> throw new Unmodelled(call.toString());
    };
  }

  private static final int EBADF = 9;
  private static final int EINVAL = 22;

  /** The kernel looks at 32 bits of it; 2 and 3 belong to those who run the program. */
  private static int descriptor(Cell cell) {
    int number = (int) cell.number();
    if (number >= 2 && number <= 4) {
      throw new Unmodelled("descriptor " + number);
    }
    return number;
  }

  private long duplicate(int from, int to) {
    if (from == to) {
      return -EINVAL;
    } else if (!descriptors.containsKey(from)) {
      return -EBADF;
    }
    descriptors.put(to, descriptors.get(from));
    return to;
  }

  private long seek(List<Cell> args) {
    OpenFile file = descriptors.get(descriptor(args.get(0)));
    if (file == null) {
      return -EBADF;
    }
    long start =
        switch ((int) args.get(2).number()) {
          case 0 -> 0;
          case 1 -> file.position;
          case 2 -> file.content.length;
          case 3, 4 -> throw new Unmodelled("SEEK_DATA");
          default -> -FARTHEST;
        };
    long offset = args.get(1).number();
    if (Math.abs(offset) >= FARTHEST) {
      throw new Unmodelled("a very large file");
    } else if (start + offset < 0) {
      return -EINVAL;
    }
    file.position = start + offset;
    return file.position;
  }

  private long read(List<Cell> args) {
    OpenFile file = descriptors.get(descriptor(args.get(0)));
    long count = args.get(2).number();
    if (file == null || file.writable) {
      return -EBADF;
    }
    int available = (int) Math.max(0, file.content.length - file.position);
    if (count < 0 || count > 16) {
      throw new Unmodelled("a read of " + count + " bytes");
    }
    int length = (int) Math.min(count, available);
    byte[] read =
        length == 0
            ? new byte[0]
            : Arrays.copyOfRange(file.content, (int) file.position, (int) file.position + length);
    store(args.get(1), read);
    file.position += length;
    return length;
  }

  private static void store(Cell target, byte[] bytes) {
    if (target.value instanceof byte[] memory && bytes.length <= memory.length) {
      System.arraycopy(bytes, 0, memory, 0, bytes.length);
    } else if (target.value instanceof CellAddress address
        && address.offset() + bytes.length <= 8) {
      long number = address.cell().number();
      for (int i = 0; i < bytes.length; i++) {
        int shift = 8 * (address.offset() + i);
        number = (number & ~(0xffL << shift)) | ((bytes[i] & 0xffL) << shift);
      }
      address.cell().value = number;
    } else {
      throw new Unmodelled("a read of " + bytes.length + " bytes into less memory");
    }
  }

  private static byte[] bytes(Cell memory, Cell count) {
    long length = count.number();
    if (memory.value instanceof byte[] all && length >= 0 && length <= all.length) {
      return Arrays.copyOf(all, (int) length);
    }
    throw new Unmodelled("a write of " + length + " bytes");
  }

  private long write(Cell descriptor, byte[] bytes) {
    OpenFile file = descriptors.get(descriptor(descriptor));
    if (file == null || !file.writable) {
      return -EBADF;
    } else if (bytes.length > 0) {
      long end = file.position + bytes.length;
      if (end > LARGEST_OUTPUT) {
        throw new Unmodelled("a large output");
      }
      file.content = Arrays.copyOf(file.content, (int) Math.max(end, file.content.length));
      System.arraycopy(bytes, 0, file.content, (int) file.position, bytes.length);
      file.position = end;
    }
    return bytes.length;
  }

  private long writeAll(List<Cell> args) {
    if (!(args.get(1).value instanceof List<?> fields)) {
      throw new Unmodelled("writev without a list");
    }
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < 2 * args.get(2).number(); i += 2) {
      all.writeBytes(bytes((Cell) fields.get(i), (Cell) fields.get(i + 1)));
    }
    return write(args.get(0), all.toByteArray());
  }
}
