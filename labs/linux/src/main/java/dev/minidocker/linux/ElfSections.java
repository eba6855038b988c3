package dev.minidocker.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The section table and symbols at the end of an image. The kernel does not read them; objdump, gdb
 * and readelf do.
 *
 * <p>Source: elf(5), "Section header (Shdr)" and "String and symbol tables".
 */
final class ElfSections {
  /** none, .text, .data, .symtab, .strtab, .shstrtab. */
  static final int COUNT = 6;

  static final int TABLE_SIZE = COUNT * 64;

  private static final int PROGBITS = 1;
  private static final int SYMTAB = 2;
  private static final int STRTAB = 3;
  private static final String NAMES = "\0.text\0.data\0.symtab\0.strtab\0.shstrtab\0";

  private ElfSections() {}

  /** Everything behind the loaded part of the image, which ends at {@code offset}. */
  static byte[] of(
      int offset,
      int codeOffset,
      long codeAddress,
      int codeSize,
      int dataOffset,
      DataSegment data,
      List<Step> steps) {
    Symbols symbols = new Symbols();
    symbols.add("_start", 1, codeAddress);
    symbols.add("steps", 2, data.stepAddress(0));
    for (int i = 0; i < steps.size(); i++) {
      String name = steps.get(i).name();
      if (!name.isEmpty()) {
        symbols.add("step." + name, 2, data.stepAddress(i));
      }
    }
    int padding = (8 - offset % 8) % 8;
    byte[] symbolTable = symbols.table.toByteArray();
    byte[] symbolNames = symbols.names.toByteArray();
    byte[] sectionNames = NAMES.getBytes(StandardCharsets.US_ASCII);

    int symbolsAt = offset + padding;
    int namesAt = symbolsAt + symbolTable.length;
    int sectionNamesAt = namesAt + symbolNames.length;
    ByteBuffer all =
        littleEndian(
            padding + symbolTable.length + symbolNames.length + sectionNames.length + TABLE_SIZE);
    all.position(padding);
    all.put(symbolTable).put(symbolNames).put(sectionNames);
    header(all, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    header(all, nameAt(".text"), PROGBITS, 6, codeAddress, codeOffset, codeSize, 0, 0, 0);
    header(
        all, nameAt(".data"), PROGBITS, 3, data.stepAddress(0), dataOffset, data.size(), 0, 0, 0);
    header(
        all,
        nameAt(".symtab"),
        SYMTAB,
        0,
        0,
        symbolsAt,
        symbolTable.length,
        4,
        symbolTable.length / 24,
        24);
    header(all, nameAt(".strtab"), STRTAB, 0, 0, namesAt, symbolNames.length, 0, 0, 0);
    header(all, nameAt(".shstrtab"), STRTAB, 0, 0, sectionNamesAt, sectionNames.length, 0, 0, 0);
    return all.array();
  }

  private static int nameAt(String name) {
    return NAMES.indexOf("\0" + name + "\0") + 1;
  }

  private static void header(
      ByteBuffer out,
      int name,
      int type,
      long flags,
      long address,
      long offset,
      long size,
      int link,
      int info,
      long entry) {
    out.putInt(name).putInt(type).putLong(flags).putLong(address).putLong(offset).putLong(size);
    out.putInt(link).putInt(info).putLong(8).putLong(entry);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A symbol table being written, with the null symbol that each one starts with. */
  private static final class Symbols {
    final ByteArrayOutputStream table = new ByteArrayOutputStream();
    final ByteArrayOutputStream names = new ByteArrayOutputStream();

    Symbols() {
      names.write(0);
      table.writeBytes(new byte[24]);
    }

    void add(String name, int section, long address) {
      ByteBuffer symbol = littleEndian(24);
      symbol.putInt(names.size()).put((byte) 0).put((byte) 0).putShort((short) section);
      symbol.putLong(address).putLong(0);
      table.writeBytes(symbol.array());
      names.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_8));
    }
  }
}
