package dev.minidocker.labs.cgroups.model;

import dev.minidocker.labs.cgroups.model.CgroupModel.Namespace;
import dev.minidocker.labs.cgroups.model.CgroupModel.Task;
import java.util.ArrayList;
import java.util.List;

/** How a life goes, by the model: what the looks in it, its children's included, see. */
public final class History {
  private final CgroupModel model;
  private final List<CgroupPath> groups;
  private final List<String> seen = new ArrayList<>();

  /** Who looks may look at: a process, and the namespace that it was born in. */
  private record Ancestor(Task task, Namespace birth) {}

  private History(CgroupModel model, List<CgroupPath> groups) {
    this.model = model;
    this.groups = groups;
  }

  /**
   * What is seen, in the order of time, in a life that begins in the first of these groups, in a
   * namespace of its own.
   */
  public static List<String> of(CgroupModel model, List<CgroupPath> groups, List<Act> life) {
    History history = new History(model, groups);
    history.live(model.first(groups.get(0)), life, List.of());
    return history.seen;
  }

  private void live(Task self, List<Act> life, List<Ancestor> ancestors) {
    List<Ancestor> family = new ArrayList<>(ancestors);
    family.add(new Ancestor(self, self.namespace()));
    for (Act act : life) {
      if (act instanceof Act.Move move) {
        model.move(self, groups.get(move.group() % groups.size()));
      } else if (act instanceof Act.Unshare) {
        model.unshare(self);
      } else if (act instanceof Act.Join join) {
        model.join(self, ancestor(family, join.generations()).birth());
      } else if (act instanceof Act.Look look) {
        seen.add(model.seen(self, ancestor(family, look.generations()).task()));
      } else if (act instanceof Act.Birth child) {
        live(model.fork(self, child.ownNamespace()), child.life(), family);
      }
    }
  }

  private static Ancestor ancestor(List<Ancestor> family, int generations) {
    return family.get(Math.max(0, family.size() - 1 - generations));
  }
}
