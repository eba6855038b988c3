package dev.minidocker.labs.cgroups.model;

import dev.minidocker.labs.cgroups.model.CgroupModel.Task;

/** What holds for cgroup namespaces, whichever groups there are. */
enum Law {
  THE_ROOT_IS_WHERE_THE_MAKER_WAS {
    @Override
    boolean holds(CgroupModel model, CgroupPath start, CgroupPath one, CgroupPath other) {
      Task task = madeIn(model, start, one);
      return model.seen(task, task).equals("/");
    }
  },
  BELOW_THE_ROOT_PATHS_BEGIN_THERE {
    @Override
    boolean holds(CgroupModel model, CgroupPath start, CgroupPath one, CgroupPath other) {
      Task task = madeIn(model, start, one);
      model.move(task, one.resolve(other.toString()));
      return model.seen(task, task).equals(other.toString());
    }
  },
  ABOVE_THE_ROOT_THERE_IS_ONE_STEP_FOR_EACH_NAME {
    @Override
    boolean holds(CgroupModel model, CgroupPath start, CgroupPath one, CgroupPath other) {
      Task task = madeIn(model, start, one.resolve(other.toString()));
      model.move(task, one);
      String up = "/..".repeat(other.names().size());
      return model.seen(task, task).equals(up.isEmpty() ? "/" : up);
    }
  },
  WHAT_IS_SHOWN_LEADS_THERE_FROM_THE_ROOT {
    @Override
    boolean holds(CgroupModel model, CgroupPath start, CgroupPath one, CgroupPath other) {
      Task task = madeIn(model, start, one);
      model.move(task, other);
      return one.resolve(model.seen(task, task)).equals(other);
    }
  },
  WHO_JOINS_SEES_THE_SAME_AND_STAYS_WHERE_IT_IS {
    @Override
    boolean holds(CgroupModel model, CgroupPath start, CgroupPath one, CgroupPath other) {
      Task task = madeIn(model, start, one);
      Task visitor = model.fork(task, false);
      model.move(visitor, other);
      model.unshare(visitor);
      String before = model.seen(task, visitor);
      model.join(visitor, task.namespace());
      return model.seen(visitor, visitor).equals(before)
          && model.seen(task, visitor).equals(before);
    }
  },
  A_CHILD_IS_WHERE_ITS_PARENT_IS {
    @Override
    boolean holds(CgroupModel model, CgroupPath start, CgroupPath one, CgroupPath other) {
      Task task = madeIn(model, start, one);
      model.move(task, other);
      Task child = model.fork(task, true);
      return model.seen(task, child).equals(model.seen(task, task))
          && model.seen(child, task).equals("/");
    }
  };

  abstract boolean holds(CgroupModel model, CgroupPath start, CgroupPath one, CgroupPath other);

  private static Task madeIn(CgroupModel model, CgroupPath start, CgroupPath group) {
    Task task = model.first(start);
    model.move(task, group);
    model.unshare(task);
    return task;
  }
}
