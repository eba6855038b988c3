package dev.minidocker.labs.user.model;

import static dev.minidocker.linux.CloneFlag.CLONE_FS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUSER;

import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.user.Attempt;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.IdMaps;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.proc.UidMap;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A life as the kernel lives it: the same acts as system calls, and what was answered. */
final class RealLife {
  private static final String FILE = "file";
  private static final int MAP_BYTES = 4096;
  private static final int STATX_BYTES = 256;
  private static final int STX_UID = 20;
  private static final int STX_GID = 24;

  private final List<List<Look>> looks = new ArrayList<>();
  private int names;

  Program program(List<Act> life) {
    return Program.of(Step.of(Syscall.MEMFD_CREATE, Arg.of("md-file"), Arg.of(0)).named(FILE))
        .then(live(life, List.of()));
  }

  List<Answer> hear(Sandbox sandbox) {
    return looks.stream()
        .map(
            parts ->
                parts.stream()
                    .map(look -> look.hear(sandbox).orElseThrow(sandbox::whyNothing))
                    .collect(Collectors.joining(" ")))
        .map(Answer::new)
        .toList();
  }

  /** Every process keeps its directory in /proc open, for itself and its descendants. */
  private Program live(List<Act> life, List<String> ancestors) {
    List<String> line = new ArrayList<>(ancestors);
    line.add(newName());
    Program program =
        Program.of(Descriptors.openToRead("/proc/self").named(line.get(line.size() - 1)));
    for (Act act : life) {
      program = program.then(steps(act, line));
    }
    return program;
  }

  private Program steps(Act act, List<String> line) {
    if (act instanceof Act.Birth birth) {
      return birth(birth, line);
    } else if (act instanceof Act.Writing writing) {
      return tell(write("/proc/self/", writing));
    } else if (act instanceof Act.SetCapabilities set) {
      return tell(Look.attempt(Credentials.capabilities(set.capabilities())));
    } else if (act instanceof Act.Read read) {
      String whose = line.get(Math.max(0, line.size() - 1 - read.generations()));
      return tell(read(whose, read.kind().file()));
    } else if (act instanceof Act.SetGroups groups) {
      return tell(Look.attempt(Credentials.groups(List.of((int) groups.gid()))));
    } else if (act instanceof Act.Chown chown) {
      Step call =
          Step.of(Syscall.FCHOWN, Arg.result(FILE), Arg.of(chown.uid()), Arg.of(chown.gid()));
      return tell(Look.attempt(call));
    } else if (act instanceof Act.Stat) {
      return tell(stat(STX_UID), stat(STX_GID));
    }
    return tell(
        Look.number(Step.of(Syscall.GETUID)).showing(RealLife::unsigned),
        Look.number(Step.of(Syscall.GETGID)).showing(RealLife::unsigned));
  }

  /**
   * The child shares its parent's working directory until it makes its namespace, and makes it its
   * own directory in /proc: so the parent finds the child's files without knowing its number.
   */
  private Program birth(Act.Birth birth, List<String> line) {
    String child = newName();
    String ready = child + ".ready";
    String go = child + ".go";
    Program namespace = tell(Look.attempt(Tasks.unshare(CLONE_NEWUSER)));
    Program mapping =
        Program.concat(birth.byParent().stream().map(act -> tell(write("", act))).toList());
    return Program.of(event(ready), event(go))
        .then(
            Tasks.cloneTo(child + ".child", Set.of(CLONE_FS))
                .named(child)
                .thenGoTo(child + ".parent"))
        .then(Tasks.dieWithParent().named(child + ".child"), Nodes.changeDirectory("/proc/self"))
        .then(namespace)
        .then(signal(ready), await(go))
        .then(live(birth.life(), line))
        .then(Tasks.exit(0), await(ready).named(child + ".parent"))
        .then(mapping)
        .then(signal(go), Step.of(Syscall.WAIT4, Arg.result(child), Arg.NULL, Arg.of(0), Arg.NULL));
  }

  private static Step event(String name) {
    return Step.of(Syscall.EVENTFD2, Arg.of(0), Arg.of(0)).named(name);
  }

  private static Step signal(String event) {
    byte[] one = {1, 0, 0, 0, 0, 0, 0, 0};
    return Step.of(Syscall.WRITE, Arg.result(event), new Arg.Bytes(one, "1"), Arg.of(8));
  }

  private static Step await(String event) {
    Arg number = new Arg.Bytes(new byte[8], "<number>");
    return Step.of(Syscall.READ, Arg.result(event), number, Arg.of(8)).expecting(8);
  }

  private Program tell(Look... parts) {
    looks.add(List.of(parts));
    Program program = Program.EMPTY;
    for (Look part : parts) {
      program = program.then(part.program(newName()));
    }
    return program;
  }

  private static Look write(String directory, Act.Writing writing) {
    return writing instanceof Act.WriteMap map
        ? Attempt.write(directory + map.kind().file(), IdMaps.text(map.map()))
        : Attempt.write(
            directory + "setgroups", ((Act.WriteSetgroups) writing).allow() ? "allow" : "deny");
  }

  private static Look read(String directory, String file) {
    Arg flags = Arg.constant("O_RDONLY|O_CLOEXEC", 02000000);
    return new Look(
        (name, memory) ->
            List.of(
                Step.of(Syscall.OPENAT, Arg.result(directory), Arg.of(file), flags).named(name),
                Step.of(Syscall.READ, Arg.result(name), memory, Arg.of(MAP_BYTES))
                    .named(name + ".read"),
                Descriptors.close(name).named(name + ".close")),
        MAP_BYTES,
        answers -> UidMap.parse(answers.text(0, MAP_BYTES)).toString(),
        (name, calls) -> calls);
  }

  private static Look stat(int offset) {
    return Look.call(
        STATX_BYTES,
        memory ->
            Step.of(
                Syscall.STATX,
                Arg.result(FILE),
                Arg.of(""),
                Arg.constant("AT_EMPTY_PATH", 0x1000),
                Arg.constant("STATX_UID|STATX_GID", 0x18),
                memory),
        answers ->
            Integer.toUnsignedString(
                answers.memory().order(ByteOrder.LITTLE_ENDIAN).getInt(offset)));
  }

  private static String unsigned(String number) {
    return Long.toString(Long.parseLong(number) & 0xffff_ffffL);
  }

  private String newName() {
    return "life." + names++;
  }
}
