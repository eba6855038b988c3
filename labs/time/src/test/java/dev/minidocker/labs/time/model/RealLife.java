package dev.minidocker.labs.time.model;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWTIME;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.time.TimeLooks;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A life as the kernel lives it: the same acts as system calls, and what they were answered. */
final class RealLife {
  private final List<Function<Sandbox, Answer>> answers = new ArrayList<>();
  private final Map<Clock, Duration> before = now();
  private int names;

  /** What the clocks say on this machine. */
  static Map<Clock, Duration> now() {
    Map<Clock, Duration> now = new EnumMap<>(Clock.class);
    for (Clock clock : Clock.values()) {
      now.put(clock, TimeLooks.here(clock));
    }
    return now;
  }

  /** Lives it; a clock is ahead by what it should be, plus the time since this life was begun. */
  List<Answer> live(List<Act> life) {
    try (Sandbox sandbox = Sandbox.start(Set.of(CLONE_NEWTIME), program(life, List.of()))) {
      sandbox.waitFor();
      return answers.stream().map(answer -> answer.apply(sandbox)).toList();
    }
  }

  /** Whether these answers are the predicted ones, the clocks having gone on meanwhile. */
  boolean agrees(List<Answer> predicted, List<Answer> seen) {
    Map<Clock, Duration> after = now();
    boolean agrees = predicted.size() == seen.size();
    for (int i = 0; agrees && i < seen.size(); i++) {
      agrees = agrees(predicted.get(i), seen.get(i), after);
    }
    return agrees;
  }

  private boolean agrees(Answer predicted, Answer seen, Map<Clock, Duration> after) {
    if (predicted instanceof Answer.Ahead should && seen instanceof Answer.Ahead is) {
      Duration gone = is.offset().minus(should.offset());
      Duration most = after.get(is.clock()).minus(before.get(is.clock()));
      return !gone.isNegative() && gone.compareTo(most) <= 0;
    }
    return predicted.equals(seen);
  }

  /** Every process keeps the namespace of its birth open, for itself and its descendants. */
  private Program program(List<Act> life, List<String> ancestors) {
    List<String> births = new ArrayList<>(ancestors);
    births.add(newName());
    Program program =
        Program.of(
            Descriptors.openToRead("/proc/self/ns/time").named(births.get(births.size() - 1)));
    for (Act act : life) {
      program = program.then(steps(act, births));
    }
    return program;
  }

  private Program steps(Act act, List<String> births) {
    if (act instanceof Act.Unshare) {
      return Program.of(Tasks.unshare(CLONE_NEWTIME));
    } else if (act instanceof Act.FollowChildren) {
      String name = newName();
      return Program.of(
          Descriptors.openToRead("/proc/self/ns/time_for_children").named(name),
          Tasks.enter(name, CLONE_NEWTIME),
          Descriptors.close(name));
    } else if (act instanceof Act.Join join) {
      String birth = births.get(Math.max(0, births.size() - 1 - join.generations()));
      return Program.of(Tasks.enter(birth, CLONE_NEWTIME));
    } else if (act instanceof Act.Birth child) {
      return Fork.andWait(
          newName(),
          child.ownNamespace() ? Set.of(CLONE_NEWTIME) : Set.of(),
          program(child.life(), births));
    } else if (act instanceof Act.SetOffset set) {
      return asked(TimeLooks.setOffset(set.clock(), set.offset()), this::said);
    } else if (act instanceof Act.Look look) {
      return asked(TimeLooks.clock(look.clock()), text -> ahead(look.clock(), text));
    }
    throw new IllegalArgumentException("not known here: " + act);
  }

  private Program asked(Look look, Function<String, Answer> read) {
    answers.add(sandbox -> read.apply(look.hear(sandbox).orElseThrow(sandbox::whyNothing)));
    return look.program(newName());
  }

  private Answer said(String text) {
    return new Answer.Said(text.equals("allowed") ? TimeModel.DONE : text.replaceAll(" .*", ""));
  }

  private Answer ahead(Clock clock, String text) {
    return new Answer.Ahead(clock, TimeLooks.parse(text).minus(before.get(clock)));
  }

  private String newName() {
    return "life." + names++;
  }
}
