package dev.minidocker.labs.user.model;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Errno;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Lives the lives of processes by a model, and notes the answers in the order of time. */
public final class Life {

  /** The capabilities that matter here; a new namespace brings its first process all of them. */
  public static final Set<Capability> CAPABILITIES =
      Set.copyOf(
          EnumSet.of(
              Capability.CAP_CHOWN,
              Capability.CAP_SETUID,
              Capability.CAP_SETGID,
              Capability.CAP_SETFCAP,
              Capability.CAP_SYS_ADMIN));

  private final UserModel model;
  private final Owner file;
  private final List<Answer> answers = new ArrayList<>();

  private Life(UserModel model, Person first) {
    this.model = model;
    this.file = new Owner(first.uid, first.gid);
  }

  /** The answers to the acts of this process and its children; it owns the file. */
  public static List<Answer> live(UserModel model, Person first, List<Act> acts) {
    Life life = new Life(model, first);
    life.live(acts, List.of(), first);
    return life.answers;
  }

  private void live(List<Act> acts, List<Person> ancestors, Person self) {
    List<Person> line = new ArrayList<>(ancestors);
    line.add(self);
    for (Act act : acts) {
      if (act instanceof Act.Birth birth) {
        bear(birth, line, self);
      } else if (act instanceof Act.Writing writing) {
        answers.add(write(self, self.namespace, writing));
      } else {
        answers.add(answer(act, line, self));
      }
    }
  }

  private void bear(Act.Birth birth, List<Person> line, Person self) {
    Person child = self.child();
    boolean allowed = model.mayMakeNamespace(child);
    answers.add(allowed ? Answer.DONE : Answer.of(Errno.EPERM));
    if (allowed) {
      child.namespace = Namespace.madeBy(child);
      child.capabilities.addAll(CAPABILITIES);
    }
    birth.byParent().forEach(writing -> answers.add(write(self, child.namespace, writing)));
    live(birth.life(), line, child);
  }

  private Answer write(Person writer, Namespace target, Act.Writing writing) {
    return writing instanceof Act.WriteMap map
        ? model.write(writer, target, map.kind(), map.map())
        : model.writeSetgroups(writer, target, ((Act.WriteSetgroups) writing).allow());
  }

  private Answer answer(Act act, List<Person> line, Person self) {
    if (act instanceof Act.Read read) {
      Person whose = line.get(Math.max(0, line.size() - 1 - read.generations()));
      return new Answer(model.read(self.namespace, whose.namespace, read.kind()).toString());
    } else if (act instanceof Act.SetGroups groups) {
      return model.setGroups(self, groups.gid());
    } else if (act instanceof Act.SetCapabilities set) {
      return model.setCapabilities(self, set.capabilities());
    } else if (act instanceof Act.Chown chown) {
      return model.chown(self, file, chown.uid(), chown.gid());
    }
    return act instanceof Act.Stat
        ? whose(self, file.uid, file.gid)
        : whose(self, self.uid, self.gid);
  }

  private Answer whose(Person viewer, long uid, long gid) {
    return new Answer(
        model.shown(viewer.namespace, Kind.USERS, uid)
            + " "
            + model.shown(viewer.namespace, Kind.GROUPS, gid));
  }
}
