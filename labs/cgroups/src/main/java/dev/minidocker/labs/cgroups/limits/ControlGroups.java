package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labs.cgroups.CgroupConfig;
import dev.minidocker.labs.cgroups.CgroupLayout;
import dev.minidocker.labs.cgroups.CgroupNamespace;
import dev.minidocker.labs.cgroups.limits.Group.Seat;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Tasks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The reference implementation; cgroups(7). */
public final class ControlGroups implements LimitMechanism {
  private static final String BIRTHPLACE = "cgroups.birthplace";
  private static final CgroupLayout UNSEEN = new CgroupLayout(List.of());

  @Override
  public Program make(Group group) {
    Program program = Program.EMPTY;
    for (Seat seat : group.seats()) {
      program =
          program.then(
              seat.root().version() == CgroupVersion.V1 ? v1(group, seat) : v2(group, seat));
    }
    return program.inChapter("cgroups");
  }

  private static Program v1(Group group, Seat seat) {
    String parent = seat.root().directory().resolve(group.parent()).toString();
    String own = group.directory(seat).toString();
    return directory(parent, "one for all containers; another may have made it")
        .then(inherited(seat, parent, " of the parent"))
        .then(newDirectory(own))
        .then(inherited(seat, own, " to begin with"))
        .then(settings(seat, own));
  }

  private static Program inherited(Seat seat, String directory, String label) {
    Program program = Program.EMPTY;
    for (String file : new TreeSet<>(seat.root().inherited().keySet())) {
      Setting setting = Setting.of(file, seat.root().inherited().get(file));
      program =
          program.then(
              write(directory, setting, label, "a new group has none, and takes no process"));
    }
    return program;
  }

  private static Program v2(Group group, Seat seat) {
    String root = seat.root().directory().toString();
    String parent = seat.root().directory().resolve(group.parent()).toString();
    String own = group.directory(seat).toString();
    return enable(seat, root, " of the root")
        .then(directory(parent, "one for all containers; another may have made it"))
        .then(enable(seat, parent, " of the parent"))
        .then(newDirectory(own))
        .then(settings(seat, own))
        .then(
            Descriptors.openToRead(own)
                .named(BIRTHPLACE)
                .because("clone3 takes the group by a descriptor"));
  }

  /** Groups have the controllers that their parent hands down. */
  private static Program enable(Seat seat, String directory, String label) {
    TreeSet<String> controllers = new TreeSet<>();
    for (Limit limit : seat.limits()) {
      String controller = limit.controller(CgroupVersion.V2);
      if (!GroupRoots.NOT_HANDED_DOWN.contains(controller)) {
        controllers.add("+" + controller);
      }
    }
    return controllers.isEmpty()
        ? Program.EMPTY
        : write(
            directory,
            Setting.of("cgroup.subtree_control", String.join(" ", controllers)),
            label,
            "what is not handed down is not to be had below");
  }

  private static Program settings(Seat seat, String directory) {
    Program program = Program.EMPTY;
    Map<String, Integer> times = new HashMap<>(); // a device or a rule each for the same file
    for (Limit limit : seat.limits()) {
      if (limit instanceof DeviceAccess && seat.root().version() == CgroupVersion.V2) {
        continue; // a program does it
      }
      for (Setting setting : limit.settings(seat.root().version())) {
        int before = times.merge(setting.file(), 1, Integer::sum) - 1;
        String label = before == 0 ? "" : " again " + before;
        program = program.then(write(directory, setting, label, "what was asked for"));
      }
    }
    return program;
  }

  @Override
  public Program guard(Group group) {
    Program program = Program.EMPTY;
    for (Seat seat : group.seats()) {
      for (Limit limit : seat.limits()) {
        if (limit instanceof DeviceAccess access && seat.root().version() == CgroupVersion.V2) {
          program = program.then(DeviceProgram.of(access).loadAndAttach(BIRTHPLACE));
        }
      }
    }
    return program.inChapter("cgroups");
  }

  private static Program directory(String path, String why) {
    return Program.of(Nodes.directory(path, 0755).tolerating(Errno.EEXIST).because(why));
  }

  private static Program newDirectory(String path) {
    return Program.of(Nodes.directory(path, 0755).because("the container's own group"));
  }

  private static Program write(String directory, Setting setting, String label, String why) {
    String path = directory + "/" + setting.file();
    String name = setting.file() + label;
    Step open = Descriptors.openToWrite(path).named(name);
    Step write = Descriptors.write(name, setting.value());
    Step close = Descriptors.close(name);
    return setting.dispensable()
        ? Program.of(
            open.tolerating(Errno.ENOENT).because("not every kernel has this"),
            write.tolerating(Errno.EBADF).because(why),
            close.tolerating(Errno.EBADF).because("the group keeps the value"))
        : Program.of(
            open.because("a file of the group, made by the kernel"),
            write.because(why),
            close.because("the group keeps the value"));
  }

  @Override
  public Step birth(Group group, Step clone) {
    return group.toBeBornIn().isPresent() ? Tasks.intoGroup(clone, BIRTHPLACE) : clone;
  }

  @Override
  public Program enter(Group group) {
    return new CgroupNamespace()
        .enter(new CgroupConfig(group.toEnter(), UNSEEN, ""))
        .inChapter("cgroups");
  }

  @Override
  public Program release(Group group) {
    return group.toBeBornIn().isPresent()
        ? Program.of(Descriptors.close(BIRTHPLACE).because("who has it could make groups in there"))
            .inChapter("cgroups")
        : Program.EMPTY;
  }
}
