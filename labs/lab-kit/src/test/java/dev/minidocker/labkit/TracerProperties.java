package dev.minidocker.labkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Messages in the orders in which two processes may happen to write them. */
class TracerProperties {
  private static final int PID = 4711;

  private static final List<Step> STEPS =
      List.of(
          Step.of(Syscall.CLONE, Arg.of(0)).named("clone").on(0, "child"),
          Step.of(Syscall.GETPPID).named("parent"),
          Step.of(Syscall.WAIT4, Arg.result("clone")).named("wait").thenGoTo("next part"),
          Step.of(Syscall.GETPID).named("child"),
          Step.of(Syscall.EXIT_GROUP, Arg.of(0)).named("exit"),
          Step.of(Syscall.GETUID).named("next part"));

  @Property
  void aChildIsToldOfAfterItsBirthWhoeverWritesFirst(@ForAll int order) {
    List<Integer> processes = new ArrayList<>(List.of(0, 0, 0, 1, 1));
    Collections.shuffle(processes, new Random(order));
    List<String> told = told(processes);
    assertEquals("  clone(0) = " + PID, told.get(0), () -> processes + ": " + told);
    assertEquals(5, told.size(), () -> processes + ": " + told);
    assertEquals(List.of(), told.stream().filter(call -> call.contains("unfinished")).toList());
  }

  /** The parent, 0, makes the first three calls, and the child the others. */
  private static List<String> told(List<Integer> processes) {
    int[] next = {0, 3};
    try (Tracer tracer = new Tracer(STEPS)) {
      for (int process : processes) {
        int number = next[process]++;
        write(tracer, number, number == 0 ? PID : number == 4 ? Tracing.NO_RETURN : number);
      }
      write(tracer, Tracing.END, Tracing.NO_RETURN);
      List<String> told = new ArrayList<>();
      tracer.hear(0, STEPS.size() - 1, event -> told.add(event.toString()));
      return told;
    }
  }

  private static void write(Tracer tracer, int number, long result) {
    ByteBuffer message = ByteBuffer.allocate(Tracing.MESSAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    tracer.theirs().write(message.putLong(number).putLong(result).array());
  }
}
