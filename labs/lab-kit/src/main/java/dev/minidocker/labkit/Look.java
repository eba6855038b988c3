package dev.minidocker.labkit;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One glance from inside: system calls whose answers the container writes to descriptor 1, where
 * the host reads them.
 *
 * @param calls the calls, given a name to begin their own names with and the memory to be filled;
 *     the results of all, and the memory, are what was seen
 * @param memoryBytes how large that memory is
 * @param show turns the answers into text
 * @param eyes who looks: the process itself, or a child
 */
public record Look(Calls calls, int memoryBytes, Function<Answers, String> show, Eyes eyes) {

  /** Who makes the calls: the steps around them. */
  @FunctionalInterface
  public interface Eyes {
    Program see(String name, Program calls);
  }

  /** The calls of a look; each has a name. */
  @FunctionalInterface
  public interface Calls {
    List<Step> named(String name, Arg.Bytes memory);
  }

  /**
   * What the kernel answered.
   *
   * @param result of the call that decides: the first that failed, or else the last
   * @param memory what it filled
   */
  public record Answers(long result, ByteBuffer memory) {

    /** The text from {@code offset} to the first NUL, at most {@code length} bytes. */
    public String text(int offset, int length) {
      byte[] bytes = new byte[length];
      memory.get(offset, bytes);
      int end = 0;
      while (end < length && bytes[end] != 0) {
        end++;
      }
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
  }

  private static final int SYS_NMLN = 65;
  private static final int PATH_BYTES = 256;
  private static final int FILE_BYTES = 4096;

  private static final Eyes ITS_OWN = (name, calls) -> calls;

  /** For a scene that has nothing to show inside. */
  public static final Look NOWHERE =
      new Look((name, memory) -> List.of(), 0, answers -> "", ITS_OWN);

  /** The host name, by uname(2). */
  public static Look hostName() {
    return uname(1);
  }

  /** The NIS domain name, by uname(2). */
  public static Look domainName() {
    return uname(5);
  }

  /** {@code struct new_utsname}: sysname, nodename, release, version, machine, domainname. */
  private static Look uname(int field) {
    return call(
        6 * SYS_NMLN,
        memory -> Step.of(Syscall.UNAME, memory),
        answers -> answers.text(field * SYS_NMLN, SYS_NMLN));
  }

  /** The process's own id, by getpid(2). */
  public static Look pid() {
    return number(Step.of(Syscall.GETPID));
  }

  /** The id of its parent, by getppid(2); 0 if that is outside the namespace. */
  public static Look parent() {
    return number(Step.of(Syscall.GETPPID));
  }

  /** Where a symbolic link points, by readlink(2). */
  public static Look link(String path) {
    return call(
        PATH_BYTES,
        memory -> Step.of(Syscall.READLINKAT, Nodes.HERE, Arg.of(path), memory, Arg.of(PATH_BYTES)),
        answers -> answers.text(0, (int) answers.result()));
  }

  /** The container's own namespace of this kind, as in {@code uts:[4026531838]}. */
  public static Look namespace(String kind) {
    return link("/proc/self/ns/" + kind);
  }

  /** The beginning of a file, by open(2) and read(2). */
  public static Look file(String path) {
    Calls openAndRead =
        (name, memory) ->
            List.of(
                Descriptors.openToRead(path).named(name),
                Step.of(Syscall.READ, Arg.result(name), memory, Arg.of(FILE_BYTES))
                    .named(name + ".read"),
                Descriptors.close(name).named(name + ".close"));
    return new Look(
        openAndRead,
        FILE_BYTES,
        orRefusal(answers -> answers.text(0, FILE_BYTES).stripTrailing()),
        ITS_OWN);
  }

  /** A call whose result is what there is to see. */
  public static Look number(Step call) {
    return call(0, memory -> call, answers -> Long.toString(answers.result()));
  }

  /** A call that may well be refused: its errno, or "allowed". */
  public static Look attempt(Step call) {
    return call(0, memory -> call, answers -> "allowed");
  }

  /** One call that may fill memory. */
  public static Look call(
      int memoryBytes, Function<Arg.Bytes, Step> call, Function<Answers, String> show) {
    return new Look(
        (name, memory) -> List.of(call.apply(memory).named(name)),
        memoryBytes,
        orRefusal(show),
        ITS_OWN);
  }

  private static Function<Answers, String> orRefusal(Function<Answers, String> show) {
    return answers ->
        answers.result() < 0 ? refusal(Errno.ofResult(answers.result())) : show.apply(answers);
  }

  private static String refusal(Errno errno) {
    return errno + " (" + errno.text() + ")";
  }

  /** The same calls, shown in another way. */
  public Look showing(UnaryOperator<String> change) {
    return new Look(calls, memoryBytes, answers -> change.apply(show.apply(answers)), eyes);
  }

  /** The same look by a child that is made for it, in namespaces of its own. */
  public Look inChild(CloneFlag... namespaces) {
    return new Look(
        calls,
        memoryBytes,
        show,
        (name, look) -> Fork.andWait(name + ".eyes", List.of(namespaces), look));
  }

  /** The calls, and the writes that tell their answers; {@code name} must be unique. */
  public Program program(String name) {
    Arg.Bytes memory = Tell.memory(name, memoryBytes);
    Program made =
        new Program(calls.named(name, memory)).map(call -> call.expecting(Step.WHATEVER_COMES));
    List<String> names = made.steps().stream().map(Step::name).toList();
    return eyes.see(
        name,
        made.then(memoryBytes > 0 ? Program.of(Tell.write(memory)) : Program.EMPTY)
            .then(Tell.results(names)));
  }

  /** The calls by which it looks, without those that tell. */
  Program program() {
    return eyes.see("look", new Program(calls.named("look.at", Tell.memory("look", memoryBytes))));
  }

  /** Reads what {@link #program(String)} told: nothing if the container ended before. */
  public Optional<String> hear(Sandbox sandbox) {
    int results = calls.named("", Tell.memory("", memoryBytes)).size();
    return sandbox.hear(memoryBytes + 8 * results).map(this::read);
  }

  private String read(byte[] told) {
    ByteBuffer answers = ByteBuffer.wrap(told).order(ByteOrder.LITTLE_ENDIAN);
    long deciding = 0;
    for (answers.position(memoryBytes); answers.hasRemaining() && deciding >= 0; ) {
      deciding = answers.getLong();
    }
    return show.apply(new Answers(deciding, answers.slice(0, memoryBytes)));
  }
}
