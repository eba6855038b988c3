package dev.minidocker.labs.pid.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Misunderstandings of PID namespaces. The laws must tell each from the truth. */
final class Mutants {
  private Mutants() {}

  static List<Supplier<PidModel>> all() {
    return List.of(
        OneNumberForAll::new,
        TheFirstIsNumberTwo::new,
        OrphansGoToTheGrandparent::new,
        OrphansGoToTheOutermostInit::new,
        EveryoneSeesEveryone::new,
        NumberOneIsLikeAnyOther::new,
        NumberOneIsImmortal::new,
        NumberOneMayDieAlone::new);
  }

  private static final class OneNumberForAll extends PidModel {
    private static int next = 1;

    @Override
    protected int number(Task task, Namespace at) {
      return next++;
    }
  }

  private static final class TheFirstIsNumberTwo extends PidModel {
    @Override
    protected int number(Task task, Namespace at) {
      return 1 + super.number(task, at);
    }
  }

  private static final class OrphansGoToTheGrandparent extends PidModel {
    @Override
    protected Task heirOf(Task dead) {
      return dead.parent() == null ? dead : dead.parent();
    }
  }

  private static final class OrphansGoToTheOutermostInit extends PidModel {
    @Override
    protected Task heirOf(Task dead) {
      return first();
    }
  }

  private static final class EveryoneSeesEveryone extends PidModel {
    @Override
    protected Optional<Integer> numberSeenFrom(Namespace namespace, Task task) {
      return Optional.of(task.numbers().get(0));
    }
  }

  private static final class NumberOneIsLikeAnyOther extends PidModel {
    @Override
    protected boolean isDeadly(Task sender, Task target, int signal) {
      return true;
    }
  }

  private static final class NumberOneIsImmortal extends PidModel {
    @Override
    protected boolean isDeadly(Task sender, Task target, int signal) {
      return target != target.namespace().init();
    }
  }

  private static final class NumberOneMayDieAlone extends PidModel {
    @Override
    protected void endOf(Namespace namespace) {}
  }
}
