package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles a {@link Program} to a static executable of a few kilobytes.
 *
 * <p>The image has two segments: code, readable and executable; and data, readable and writable.
 * Both are at fixed addresses below 4 GiB. The same program, architecture and handler always give
 * the same bytes.
 *
 * <p>Source: elf(5); alignment to 64 KiB because aarch64 kernels may use pages of that size.
 */
public final class Elf {
  private static final int FILE_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int CODE_OFFSET = FILE_HEADER + 3 * PROGRAM_HEADER;
  private static final long CODE_ADDRESS = 0x400000 + CODE_OFFSET;
  private static final long DATA_BASE = 0x600000;
  private static final int PAGE = 0x10000;

  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;
  private static final int PT_LOAD = 1;
  private static final int PT_GNU_STACK = 0x6474e551;

  private Elf() {}

  /** The executable for {@code program}; failures of its steps are told by {@code handler}. */
  public static byte[] compile(Program program, Arch arch, FailureHandler handler) {
    List<Step> steps = new ArrayList<>(program.checked().steps());
    int length = steps.size();
    steps.addAll(handler.steps().steps());
    DataSegment data =
        new DataSegment(steps, arch, DATA_BASE + dataOffset(arch), handler.needsTexts());
    byte[] pool = pool(data, length, handler.needsTexts());
    byte[] code = MachineCode.bytes(arch);

    int loaded = dataOffset(arch) + data.size();
    byte[] sections =
        ElfSections.of(
            loaded,
            CODE_OFFSET,
            CODE_ADDRESS,
            code.length + pool.length,
            dataOffset(arch),
            data,
            steps);
    ByteBuffer image = ByteBuffer.allocate(loaded + sections.length).order(ByteOrder.LITTLE_ENDIAN);
    writeFileHeader(image, arch, loaded + sections.length - ElfSections.TABLE_SIZE);
    writeProgramHeader(
        image,
        PT_LOAD,
        READ | EXECUTE,
        0,
        CODE_ADDRESS - CODE_OFFSET,
        CODE_OFFSET + code.length + pool.length);
    writeProgramHeader(
        image, PT_LOAD, READ | WRITE, dataOffset(arch), DATA_BASE + dataOffset(arch), data.size());
    writeProgramHeader(image, PT_GNU_STACK, READ | WRITE, 0, 0, 0);
    image.put(code).put(pool);
    image.position(dataOffset(arch)).put(data.array(), 0, data.size()).put(sections);
    return image.array();
  }

  /** The index in its program of the step at this address of an image. */
  static int stepAt(long address, Arch arch) {
    return (int) ((address - DATA_BASE - dataOffset(arch)) / DataSegment.Layout.SIZE);
  }

  private static int dataOffset(Arch arch) {
    return (CODE_OFFSET + MachineCode.bytes(arch).length + MachineCode.Pool.SIZE + 15) & -16;
  }

  /** The addresses that the code needs, in the order of {@link MachineCode.Pool}. */
  private static byte[] pool(DataSegment data, int handlerStart, boolean withTexts) {
    ByteBuffer pool = ByteBuffer.allocate(MachineCode.Pool.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    long nowhere = data.append(new byte[8]);
    for (MachineCode.Pool entry : MachineCode.Pool.values()) {
      pool.putLong(
          switch (entry) {
            case STEPS -> data.stepAddress(0);
            case HANDLER -> data.stepAddress(handlerStart);
            case RECORD -> data.memory(FailureHandler.RECORD);
            case WHAT -> withTexts ? data.argumentAddress(FailureHandler.WHAT, 1) : nowhere;
            case REASON -> withTexts ? data.argumentAddress(FailureHandler.REASON, 1) : nowhere;
            case ERRNOS -> withTexts ? errnoTexts(data) : nowhere;
          });
    }
    return pool.array();
  }

  private static long errnoTexts(DataSegment data) {
    int count = Errno.EHWPOISON.number() + 1;
    ByteBuffer vectors = ByteBuffer.allocate(16 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int number = 0; number < count; number++) {
      String text =
          number == 0 ? "ended early" : Errno.of(number) + " (" + Errno.of(number).text() + ")";
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      vectors.putLong(data.append(bytes)).putLong(bytes.length);
    }
    return data.append(vectors.array());
  }

  private static void writeFileHeader(ByteBuffer image, Arch arch, int sectionTable) {
    image.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    image.putShort((short) 2).putShort((short) arch.elfMachine()).putInt(1);
    image.putLong(CODE_ADDRESS).putLong(FILE_HEADER).putLong(sectionTable);
    image
        .putInt(0)
        .putShort((short) FILE_HEADER)
        .putShort((short) PROGRAM_HEADER)
        .putShort((short) 3);
    image
        .putShort((short) 64)
        .putShort((short) ElfSections.COUNT)
        .putShort((short) (ElfSections.COUNT - 1));
  }

  private static void writeProgramHeader(
      ByteBuffer image, int type, int flags, long offset, long address, long size) {
    image.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address);
    image.putLong(size).putLong(size).putLong(type == PT_LOAD ? PAGE : 16);
  }
}
