package dev.minidocker.exercises.uts.checks;

import dev.minidocker.exercises.uts.ThereAndBack;
import dev.minidocker.exercises.uts.ThereAndBack.Call;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.check.Check;
import dev.minidocker.labkit.check.Evidence;
import dev.minidocker.labs.uts.UtsConfig;
import dev.minidocker.labs.uts.UtsMechanism;
import dev.minidocker.labs.uts.UtsNames;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the calls in the learner's order, and compares both looks. */
final class OrderChecks {
  private static final String HOME = "home";

  private OrderChecks() {}

  static List<Check> all() {
    return List.of(
        Check.named("uts/each-once", "every call is made once")
            .hint("a permutation of Call.values()")
            .examining(OrderChecks::eachOnce),
        Check.named("uts/accepted", "the kernel accepts every call")
            .hint("a descriptor has to be open before it can be used")
            .after("uts/each-once")
            .needing(Need.NAMESPACES)
            .examining(evidence -> evidence.good(run("md-any").toString())),
        Check.named("uts/there", "in the new namespace it has the name that it took")
            .hint("when does it look, and when is it named?")
            .after("uts/accepted")
            .needing(Need.NAMESPACES)
            .examining(evidence -> compare(Call.LOOK_THERE, evidence)),
        Check.named("uts/home", "the namespace that it came from has kept its name")
            .hint("which namespace was it in when it took the name?")
            .after("uts/there")
            .needing(Need.NAMESPACES)
            .examining(evidence -> compare(Call.LOOK_AT_HOME, evidence)));
  }

  private static void eachOnce(Evidence evidence) {
    List<Call> order = ThereAndBack.order();
    for (Call call : Call.values()) {
      int times = Collections.frequency(order, call);
      if (times == 0) {
        evidence.missing(call.toString());
      } else {
        evidence.that(times == 1, call.toString(), call + ", " + times + " times");
      }
    }
  }

  private static void compare(Call look, Evidence evidence) {
    String name = "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 28));
    List<String> seen = run(name);
    boolean thereFirst =
        ThereAndBack.order().indexOf(Call.LOOK_THERE)
            < ThereAndBack.order().indexOf(Call.LOOK_AT_HOME);
    String shown = seen.get(thereFirst == (look == Call.LOOK_THERE) ? 0 : 1);
    evidence.note("it took the name " + name);
    boolean good = shown.equals(name) == (look == Call.LOOK_THERE);
    evidence.that(good, look + " shows " + shown, look + " shows " + shown);
  }

  /** What the two looks saw, in the order of time. */
  private static List<String> run(String name) throws ErrnoException {
    Program program = Program.EMPTY;
    for (Call call : ThereAndBack.order()) {
      program = program.then(steps(call, name));
    }
    try (Sandbox sandbox = Sandbox.start(Set.of(UtsMechanism.NAMESPACE), program)) {
      sandbox.waitFor();
      return List.of(
          Look.hostName().hear(sandbox).orElseThrow(sandbox::whyNothing),
          Look.hostName().hear(sandbox).orElseThrow(sandbox::whyNothing));
    }
  }

  private static Program steps(Call call, String name) {
    return switch (call) {
      case OPEN_OWN_NAMESPACE ->
          Program.of(Descriptors.openToRead("/proc/self/ns/uts").named(HOME));
      case LEAVE -> Program.of(Tasks.unshare(CloneFlag.CLONE_NEWUTS));
      case TAKE_A_NAME ->
          new UtsNames().program(new UtsConfig(Optional.of(name), Optional.empty()));
      case GO_BACK -> Program.of(Tasks.enter(HOME, CloneFlag.CLONE_NEWUTS));
      case LOOK_THERE -> Look.hostName().program("there");
      case LOOK_AT_HOME -> Look.hostName().program("at-home");
    };
  }
}
