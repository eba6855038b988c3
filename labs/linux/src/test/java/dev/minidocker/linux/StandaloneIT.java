package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is a file and runs without Java; strace(1) looks on. */
class StandaloneIT {
  private final Random random = new Random();

  @TempDir Path directory;

  @Test
  void itPrintsTheCallThatFailedAndWhyAndExitsWith125() throws Exception {
    String path = "/md-" + random.nextInt() + "/\t\"ä";
    Program program = Program.of(Nodes.changeDirectory(path), Tasks.exit(0));
    Process process = start(program);
    assertEquals(
        "md: chdir(" + Strace.quote(path) + "): ENOENT (No such file or directory)\n",
        new String(
            process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(125, process.waitFor());
  }

  @Test
  void itSaysWhenACallDidLessThanExpected() throws Exception {
    Program program =
        Program.of(
            Step.of(Syscall.READ, Arg.of(0), new Arg.Bytes(new byte[8], "<8 bytes>"), Arg.of(8))
                .expecting(1),
            Tasks.exit(0));
    Process process = start(program);
    process.getOutputStream().close();
    assertEquals(
        "md: read(0, <8 bytes>, 8): ended early\n",
        new String(
            process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    assertEquals(125, process.waitFor());
  }

  @Test
  void straceShowsTheCallsAsTheProgramDoes() throws Exception {
    Needs.program("strace");
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[1 + random.nextInt(12)];
      random.nextBytes(bytes);
      for (int n = 0; n < bytes.length; n++) {
        bytes[n] = random.nextInt(3) == 0 ? (byte) ('0' + random.nextInt(11)) : bytes[n];
      }
      Arg memory = new Arg.Bytes(bytes, Strace.quote(bytes));
      steps.add(Step.of(Syscall.WRITE, Arg.of(77), memory, Arg.of(bytes.length)));
      steps.add(Nodes.directory("/md-none/" + oddText(), random.nextInt(010000)));
      steps.add(Step.of(Syscall.UMASK, Arg.octal(random.nextInt(01000))));
      steps.add(Nodes.emptyFile("/md-none/" + i, random.nextInt(010000)));
      steps.add(Mounts.mount(oddText(), "/md-none/x", "md" + i, oddText(), randomFlags()));
      MountFlag change = random.nextBoolean() ? MountFlag.MS_SLAVE : MountFlag.MS_PRIVATE;
      steps.add(Mounts.propagationBelow("/md-none/" + oddText(), change));
      steps.add(Mounts.bindRecursively("/md-none/" + oddText(), "/md-none/x"));
    }
    Program program =
        new Program(steps).map(s -> s.expecting(Step.WHATEVER_COMES)).then(Tasks.exit(0));
    write(program);
    List<String> traced =
        Needs.linesOf(directory, "strace", "-s", "1000", "-o", "trace", "./program").isEmpty()
            ? Files.readAllLines(directory.resolve("trace"))
            : List.of();
    List<String> shown = program.steps().stream().map(Step::toString).toList();
    List<String> seen = traced.stream().skip(1).map(StandaloneIT::call).toList();
    for (int i = 0; i < shown.size(); i++) {
      assertEquals(seen.get(i), shown.get(i));
    }
  }

  private static final Pattern CALL = Pattern.compile("(.*\\)) += .*");

  /** A line of strace without the result. */
  private static String call(String line) {
    Matcher parts = CALL.matcher(line);
    return parts.matches() ? parts.group(1) : line;
  }

  private String oddText() {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(random.nextBoolean() ? 1 + random.nextInt(127) : random.nextInt(0xd000));
    }
    return text.toString().replace("\0", "");
  }

  /** With some flags the kernel does not look at the type and the data, and strace no more. */
  private static final EnumSet<MountFlag> WITHOUT_TYPE =
      EnumSet.of(
          MountFlag.MS_REMOUNT,
          MountFlag.MS_BIND,
          MountFlag.MS_MOVE,
          MountFlag.MS_UNBINDABLE,
          MountFlag.MS_PRIVATE,
          MountFlag.MS_SLAVE,
          MountFlag.MS_SHARED);

  private MountFlag[] randomFlags() {
    return Arrays.stream(MountFlag.values())
        .filter(flag -> !WITHOUT_TYPE.contains(flag) && random.nextInt(4) == 0)
        .toArray(MountFlag[]::new);
  }

  private Process start(Program program) throws Exception {
    write(program);
    return new ProcessBuilder("./program").directory(directory.toFile()).start();
  }

  private void write(Program program) throws Exception {
    Path file = directory.resolve("program");
    Files.deleteIfExists(file);
    Files.write(file, Elf.compile(program, Arch.host(), FailureHandler.printing("md")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
