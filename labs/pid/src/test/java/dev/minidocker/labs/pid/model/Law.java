package dev.minidocker.labs.pid.model;

import dev.minidocker.labs.pid.model.PidModel.Namespace;
import dev.minidocker.labs.pid.model.PidModel.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What holds for PID namespaces after any past. */
enum Law {
  THE_FIRST_OF_A_NAMESPACE_IS_NUMBER_ONE {
    @Override
    boolean holds(PidModel model) {
      List<Integer> numbers = model.fork(someone(model), true).numbers();
      return numbers.get(numbers.size() - 1) == 1;
    }
  },
  NUMBERS_ARE_UNIQUE {
    @Override
    boolean holds(PidModel model) {
      model.fork(someone(model), false);
      Set<List<Integer>> numbers = new HashSet<>();
      return model.tasks().stream().allMatch(task -> numbers.add(numbersByNamespace(task)));
    }

    private List<Integer> numbersByNamespace(Task task) {
      return List.of(
          System.identityHashCode(task.namespace()), task.numbers().get(task.numbers().size() - 1));
    }
  },
  ANCESTORS_SEE_DESCENDANTS {
    @Override
    boolean holds(PidModel model) {
      Task parent = someone(model);
      Task child = model.fork(parent, true);
      List<Integer> numbers = child.numbers();
      return model
          .find(parent.namespace(), numbers.get(numbers.size() - 2))
          .equals(Optional.of(child));
    }
  },
  DESCENDANTS_DO_NOT_SEE_ANCESTORS {
    @Override
    boolean holds(PidModel model) {
      Task child = model.fork(someone(model), true);
      return model.parentNumber(child) == 0 && model.find(child.namespace(), 2).isEmpty();
    }
  },
  ORPHANS_BELONG_TO_NUMBER_ONE {
    @Override
    boolean holds(PidModel model) {
      Task init = model.fork(someone(model), true);
      Task parent = model.fork(model.fork(init, false), false);
      Task orphan = model.fork(parent, false);
      model.exit(parent);
      return orphan.parent() == init && model.parentNumber(orphan) == 1;
    }
  },
  NOBODY_OUTLIVES_NUMBER_ONE {
    @Override
    boolean holds(PidModel model) {
      Task init = model.fork(someone(model), true);
      Task other = model.fork(init, false);
      Task nested = model.fork(other, true);
      model.exit(init);
      return model.tasks().contains(init)
          && !model.tasks().contains(other)
          && !model.tasks().contains(nested);
    }
  },
  NO_SIGNAL_FROM_WITHIN_ENDS_NUMBER_ONE {
    @Override
    boolean holds(PidModel model) {
      Task init = model.fork(someone(model), true);
      model.kill(model.fork(init, false), init, PidModel.SIGKILL);
      return !init.isZombie();
    }
  },
  FROM_OUTSIDE_SIGKILL_DOES_AND_SIGTERM_DOES_NOT {
    @Override
    boolean holds(PidModel model) {
      Task outside = someone(model);
      Task init = model.fork(outside, true);
      model.kill(outside, init, Lives.SIGTERM);
      boolean survived = !init.isZombie();
      model.kill(outside, init, PidModel.SIGKILL);
      return survived && init.isZombie();
    }
  },
  THE_DEAD_KEEP_THEIR_NUMBER_UNTIL_WAITED_FOR {
    @Override
    boolean holds(PidModel model) {
      Task child = model.fork(someone(model), false);
      model.exit(child);
      Namespace namespace = child.namespace();
      int number = child.numbers().get(child.numbers().size() - 1);
      boolean kept = model.find(namespace, number).equals(Optional.of(child));
      model.reap(child);
      return kept && model.find(namespace, number).isEmpty();
    }
  };

  abstract boolean holds(PidModel model);

  /** One of those who live, which depends on the past; in a wrong model there may be none. */
  private static Task someone(PidModel model) {
    List<Task> living = model.tasks().stream().filter(task -> !task.isZombie()).toList();
    return living.isEmpty() ? model.first() : living.get(living.size() - 1);
  }
}
