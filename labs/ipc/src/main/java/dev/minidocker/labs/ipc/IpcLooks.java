package dev.minidocker.labs.ipc;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labs.ipc.model.Kind;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;

/** Looks at what is in IPC objects: a number, or the errno's name and text. */
public final class IpcLooks {
  private static final int NUMBER_BYTES = SystemV.NUMBER_BYTES;
  private static final int MILLISECOND_IN_NANOS = 1_000_000;

  private IpcLooks() {}

  /** The number in the memory, in the semaphore, or in the oldest message, which is then gone. */
  public static Look number(Kind kind, int id) {
    return switch (kind) {
      case MEMORY -> memory(Arg.of(id));
      case SEMAPHORE -> Look.number(SystemV.semaphore(Arg.of(id)));
      case QUEUE -> message(Arg.of(id));
    };
  }

  /** The next message of a queue. */
  public static Look message(Arg id) {
    return Look.call(
        2 * NUMBER_BYTES,
        memory -> SystemV.receive(id, memory),
        answers -> number(answers, NUMBER_BYTES));
  }

  /** Whether a key finds anything in the namespace of this JVM: "found", or the errno's name. */
  public static String findHere(Kind kind, int key) {
    long result =
        switch (kind) {
          case MEMORY -> Kernel.tryCall(Syscall.SHMGET, key, 0, 0);
          case SEMAPHORE -> Kernel.tryCall(Syscall.SEMGET, key, 0, 0);
          case QUEUE -> Kernel.tryCall(Syscall.MSGGET, key, 0);
        };
    return result < 0 ? Errno.ofResult(result).name() : "found";
  }

  /** Attaches, reads, detaches; a step of a program cannot look into memory, but a file can. */
  public static Look memory(Arg id) {
    return throughFile(
        (name, memory) ->
            List.of(
                SystemV.attach(id).named(name + ".at"),
                SystemV.store(name + ".at", name).named(name + ".out"),
                read(name, memory).named(name + ".in"),
                SystemV.detach(name + ".at").named(name + ".off")));
  }

  /** Reads what an earlier step attached. */
  public static Look attached(String attached) {
    return throughFile(
        (name, memory) ->
            List.of(
                SystemV.store(attached, name).named(name + ".out"),
                read(name, memory).named(name + ".in")));
  }

  private static Look throughFile(Look.Calls inner) {
    Look plain = Look.call(NUMBER_BYTES, memory -> SystemV.file(), answers -> number(answers, 0));
    Look.Calls calls =
        (name, memory) ->
            Program.of(SystemV.file().named(name))
                .then(new Program(inner.named(name, memory)))
                .then(Descriptors.close(name).named(name + ".close"))
                .steps();
    return new Look(calls, NUMBER_BYTES, plain.show(), plain.eyes());
  }

  private static Step read(String file, Arg memory) {
    return Step.of(Syscall.PREAD64, Arg.result(file), memory, Arg.of(NUMBER_BYTES), Arg.of(0));
  }

  /** Attaches, writes a number, detaches. */
  public static Look write(Arg id, int number) {
    Look.Calls calls =
        (name, memory) ->
            List.of(
                SystemV.file().named(name),
                SystemV.write(name, number).named(name + ".number"),
                SystemV.attach(id).named(name + ".at"),
                SystemV.load(name, name + ".at").named(name + ".in"),
                SystemV.detach(name + ".at").named(name + ".off"),
                Descriptors.close(name).named(name + ".close"));
    Look plain = Look.attempt(SystemV.file());
    return new Look(calls, 0, plain.show(), plain.eyes());
  }

  /**
   * A child waits for the semaphore; when the kernel counts it among those who wait, its parent
   * removes the semaphore. What the child is told is what is seen.
   */
  public static Look removedUnderWaiter(Arg id) {
    Look waiting = Look.attempt(SystemV.waitForever(id));
    return new Look(
        waiting.calls(),
        0,
        waiting.show(),
        (name, calls) ->
            Fork.andMeet(name + ".waiter", Set.of(), calls, removeOnceAwaited(name, id)));
  }

  private static Program removeOnceAwaited(String name, Arg id) {
    ByteBuffer pause =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(8, MILLISECOND_IN_NANOS);
    Arg time = new Arg.Bytes(pause.array(), "{tv_sec=0, tv_nsec=" + MILLISECOND_IN_NANOS + "}");
    return Program.of(
        SystemV.waitersFor(id)
            .named(name + ".count")
            .on(0, name + ".pause")
            .expecting(Step.WHATEVER_COMES)
            .thenGoTo(name + ".remove"),
        Step.of(Syscall.PPOLL, Arg.NULL, Arg.of(0), time, Arg.NULL, Arg.of(0))
            .named(name + ".pause")
            .on(Errno.EINTR, name + ".count")
            .thenGoTo(name + ".count"),
        SystemV.remove(Kind.SEMAPHORE, id).named(name + ".remove").expecting(Step.WHATEVER_COMES));
  }

  private static String number(Look.Answers answers, int offset) {
    ByteBuffer memory = answers.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return Long.toString(memory.getLong(offset));
  }
}
