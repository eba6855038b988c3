package dev.minidocker.labs.time.model;

import static dev.minidocker.labs.time.model.Clock.CLOCK_BOOTTIME;
import static dev.minidocker.labs.time.model.Clock.CLOCK_MONOTONIC;
import static dev.minidocker.labs.time.model.Clock.CLOCK_REALTIME;

import dev.minidocker.labs.time.model.Act.Birth;
import dev.minidocker.labs.time.model.Act.FollowChildren;
import dev.minidocker.labs.time.model.Act.Look;
import dev.minidocker.labs.time.model.Act.SetOffset;
import dev.minidocker.labs.time.model.Act.Unshare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What holds for time namespaces after any past, for any offset that is possible. */
enum Law {
  WHO_UNSHARES_STAYS_WHERE_IT_IS {
    @Override
    boolean holds(After after, Duration offset) {
      Answer before = after.last(look());
      return before.equals(after.last(new Unshare(), set(offset), look()));
    }
  },
  CHILDREN_ARE_WHERE_THE_OFFSETS_ARE {
    @Override
    boolean holds(After after, Duration offset) {
      return after.last(new Unshare(), set(offset), child(look())).equals(ahead(offset))
          && after
              .last(new Unshare(), set(offset), new FollowChildren(), look())
              .equals(ahead(offset));
    }
  },
  A_NEW_NAMESPACE_IS_A_COPY {
    @Override
    boolean holds(After after, Duration offset) {
      Act born = new Birth(true, List.of(look()));
      return after.last(new Unshare(), set(offset), born).equals(ahead(offset))
          && after
              .last(new Unshare(), set(offset), new Unshare(), child(look()))
              .equals(ahead(offset));
    }
  },
  OFFSETS_ARE_FROM_THE_MACHINES_CLOCK {
    @Override
    boolean holds(After after, Duration offset) {
      Act grandchild = child(new Unshare(), set(offset), child(look()));
      return after.last(new Unshare(), set(offset.plusDays(1)), grandchild).equals(ahead(offset));
    }
  },
  ONCE_SOMEBODY_IS_IN_IT_IT_IS_TOO_LATE {
    @Override
    boolean holds(After after, Duration offset) {
      Answer tooLate = new Answer.Said("EACCES");
      return after.last(new Unshare(), set(offset), child(), set(offset)).equals(tooLate)
          && after.last(new Birth(true, List.of(set(offset)))).equals(tooLate);
    }
  },
  THE_TIME_OF_DAY_IS_EVERYBODYS {
    @Override
    boolean holds(After after, Duration offset) {
      Answer same = new Answer.Ahead(CLOCK_REALTIME, Duration.ZERO);
      return after.last(new Unshare(), set(offset), child(new Look(CLOCK_REALTIME))).equals(same);
    }
  },
  THE_TWO_CLOCKS_ARE_INDEPENDENT {
    @Override
    boolean holds(After after, Duration offset) {
      Act look = child(new Look(CLOCK_MONOTONIC));
      return after.last(new Unshare(), look).equals(after.last(new Unshare(), set(offset), look));
    }
  },
  NO_CLOCK_IS_NEGATIVE {
    @Override
    boolean holds(After after, Duration offset) {
      Duration uptime = Lives.someMachine().get(CLOCK_BOOTTIME);
      Duration tooMuch = uptime.plus(offset).negated().minusNanos(1);
      return after.last(new Unshare(), set(tooMuch)).equals(new Answer.Said("ERANGE"))
          && after.last(new Unshare(), set(uptime.negated())).equals(new Answer.Said("done"));
    }
  };

  /** Answers to what is done after a past, each time in a new world. */
  record After(Function<Map<Clock, Duration>, TimeModel> model, List<Act> past) {

    Answer last(Act... rest) {
      List<Act> life = new ArrayList<>(past);
      life.addAll(List.of(rest));
      List<Answer> answers = History.of(model.apply(Lives.someMachine()), life);
      return answers.get(answers.size() - 1);
    }
  }

  abstract boolean holds(After after, Duration offset);

  private static Answer ahead(Duration offset) {
    return new Answer.Ahead(CLOCK_BOOTTIME, offset);
  }

  private static Act look() {
    return new Look(CLOCK_BOOTTIME);
  }

  private static Act set(Duration offset) {
    return new SetOffset(CLOCK_BOOTTIME, offset);
  }

  private static Act child(Act... life) {
    return new Birth(false, List.of(life));
  }
}
