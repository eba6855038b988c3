package dev.minidocker.labkit;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The steps by which a container tells the host what the kernel answered, on descriptor 1. */
final class Tell {
  static final int FD = 1;

  /** In the place of the result of a call that this process never made. */
  static final long NOT_MADE = Long.MIN_VALUE;

  private Tell() {}

  /** Memory of this name for the kernel to fill. */
  static Arg.Bytes memory(String name, int bytes) {
    return new Arg.Bytes(
        "memory." + name, ByteBuffer.allocate(bytes), List.of(), bytes == 0 ? "NULL" : "<memory>");
  }

  static Step write(Arg.Bytes memory) {
    int length = memory.content().remaining();
    return Step.of(Syscall.WRITE, Arg.of(FD), memory, Arg.of(length)).expecting(length);
  }

  /** Tells the results of these steps, 8 bytes each, in this order. */
  static Program results(List<String> names) {
    if (names.isEmpty()) {
      return Program.EMPTY;
    }
    ByteBuffer content = ByteBuffer.allocate(8 * names.size()).order(ByteOrder.LITTLE_ENDIAN);
    List<Arg.Hole> holes = new ArrayList<>();
    for (String name : names) {
      holes.add(new Arg.Hole(content.position(), name, Arg.Width.LONG));
      content.putLong(NOT_MADE);
    }
    return Program.of(write(new Arg.Bytes("", content.flip(), holes, "<results>")));
  }

  /** The same program with a name for every step that has none. */
  static Program nameAll(Program program, String prefix) {
    List<Step> named = new ArrayList<>();
    for (Step step : program.steps()) {
      named.add(step.name().isEmpty() ? step.named(prefix + "." + named.size()) : step);
    }
    return new Program(named);
  }
}
