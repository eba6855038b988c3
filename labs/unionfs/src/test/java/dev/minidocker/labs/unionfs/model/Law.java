package dev.minidocker.labs.unionfs.model;

import dev.minidocker.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What every act keeps to, whatever was done before. */
enum Law {
  A_COMMIT_IS_NOT_SEEN {
    @Override
    boolean holds(UnionModel model, Act act, Supplier<UnionModel> empty, List<Act> all) {
      model.apply(act);
      List<String> before = model.seen();
      model.apply(new Act.Commit());
      return model.seen().equals(before);
    }
  },

  WHAT_IS_REFUSED_IS_NOT_SEEN {
    @Override
    boolean holds(UnionModel model, Act act, Supplier<UnionModel> empty, List<Act> all) {
      List<String> before = model.seen();
      return model.apply(act).isEmpty() || model.seen().equals(before);
    }
  },

  WHAT_IS_GONE_STAYS_GONE {
    @Override
    boolean holds(UnionModel model, Act act, Supplier<UnionModel> empty, List<Act> all) {
      boolean gone = act instanceof Act.Unlink || act instanceof Act.Rmdir;
      return !gone
          || model.apply(act).isPresent()
          || model.apply(act).equals(Optional.of(Errno.ENOENT));
    }
  },

  WHAT_IS_NEW_IS_EMPTY {
    @Override
    boolean holds(UnionModel model, Act act, Supplier<UnionModel> empty, List<Act> all) {
      return !(act instanceof Act.Mkdir made)
          || model.apply(act).isPresent()
          || model.apply(new Act.Rmdir(made.path())).isEmpty();
    }
  },

  LOWER_LAYERS_DO_NOT_CHANGE {
    @Override
    boolean holds(UnionModel model, Act act, Supplier<UnionModel> empty, List<Act> all) {
      List<String> before = model.lowers();
      model.apply(act);
      return act instanceof Act.Commit || model.lowers().equals(before);
    }
  },

  ONLY_WHAT_IS_CHANGED_COMES_UP {
    @Override
    boolean holds(UnionModel model, Act act, Supplier<UnionModel> empty, List<Act> all) {
      if (!(act instanceof Act.Chmod change)) {
        return true;
      }
      List<String> before = paths(model.upper());
      model.apply(act);
      List<String> more = new ArrayList<>(paths(model.upper()));
      more.removeAll(before);
      return more.stream().allMatch(path -> (change.path() + "/").startsWith(path));
    }
  },

  LAYERS_DO_NOT_SHOW {
    @Override
    boolean holds(UnionModel model, Act act, Supplier<UnionModel> empty, List<Act> all) {
      if (all.stream().anyMatch(Act.Link.class::isInstance)) {
        return true; // the one thing that does show: two names of one file come apart
      }
      UnionModel one = empty.get();
      UnionModel layered = empty.get();
      for (Act each : all) {
        Optional<Errno> answer = layered.apply(each);
        if (answer.equals(Optional.of(Errno.EXDEV))) {
          return true; // the other: what a program does then is its own affair
        }
        if (!(each instanceof Act.Commit) && !one.apply(each).equals(answer)) {
          return false;
        }
      }
      return one.seen().equals(layered.seen());
    }
  };

  /**
   * Whether it holds for {@code act}, the last of {@code all}; those before have been done to the
   * model.
   */
  abstract boolean holds(UnionModel model, Act act, Supplier<UnionModel> empty, List<Act> all);

  /** Those of directories end in a slash. */
  private static List<String> paths(List<String> lines) {
    return lines.stream().map(line -> line.substring(0, line.indexOf(' '))).toList();
  }

  /** Whether each act keeps to the law, given that all before it have been done. */
  boolean holdsFor(Supplier<UnionModel> models, List<Act> acts) {
    for (int last = 0; last < acts.size(); last++) {
      UnionModel model = models.get();
      acts.subList(0, last).forEach(model::apply);
      if (!holds(model, acts.get(last), models, acts.subList(0, last + 1))) {
        return false;
      }
    }
    return true;
  }
}
