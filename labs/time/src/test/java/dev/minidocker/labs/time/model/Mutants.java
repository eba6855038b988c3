package dev.minidocker.labs.time.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Misunderstandings of time namespaces. The laws must tell each from the truth. */
final class Mutants {
  private Mutants() {}

  static List<Function<Map<Clock, Duration>, TimeModel>> all() {
    return List.of(
        NewNamespaceIsShared::new,
        NewNamespaceIsNotOffset::new,
        OffsetsAddUp::new,
        WhoUnsharesIsInside::new,
        OffsetsCanAlwaysBeSet::new,
        TheTimeOfDayFollows::new,
        EveryOffsetIsPossible::new);
  }

  private static final class NewNamespaceIsShared extends TimeModel {
    NewNamespaceIsShared(Map<Clock, Duration> machine) {
      super(machine);
    }

    @Override
    protected Namespace newNamespace(Namespace old) {
      return old;
    }
  }

  private static final class NewNamespaceIsNotOffset extends TimeModel {
    NewNamespaceIsNotOffset(Map<Clock, Duration> machine) {
      super(machine);
    }

    @Override
    protected Namespace newNamespace(Namespace old) {
      return new Namespace();
    }
  }

  private static final class OffsetsAddUp extends TimeModel {
    OffsetsAddUp(Map<Clock, Duration> machine) {
      super(machine);
    }

    @Override
    protected Duration fromTheMachine(Task task, Clock clock, Duration offset) {
      return task.current().offsets().get(clock).plus(offset);
    }
  }

  private static final class WhoUnsharesIsInside extends TimeModel {
    WhoUnsharesIsInside(Map<Clock, Duration> machine) {
      super(machine);
    }

    @Override
    public void unshare(Task task) {
      task.goTo(newNamespace(task.forChildren()));
    }
  }

  private static final class OffsetsCanAlwaysBeSet extends TimeModel {
    OffsetsCanAlwaysBeSet(Map<Clock, Duration> machine) {
      super(machine);
    }

    @Override
    protected void freeze(Namespace namespace) {}
  }

  private static final class TheTimeOfDayFollows extends TimeModel {
    TheTimeOfDayFollows(Map<Clock, Duration> machine) {
      super(machine);
    }

    @Override
    public Duration offset(Task task, Clock clock) {
      return super.offset(task, clock == Clock.CLOCK_REALTIME ? Clock.CLOCK_BOOTTIME : clock);
    }
  }

  private static final class EveryOffsetIsPossible extends TimeModel {
    EveryOffsetIsPossible(Map<Clock, Duration> machine) {
      super(machine);
    }

    @Override
    protected boolean isPossible(Clock clock, Duration offset) {
      return true;
    }
  }
}
