package dev.minidocker.labs.cgroups.model;

import java.util.List;

/** Misunderstandings of cgroup namespaces. The laws must tell each from the truth. */
final class Mutants {
  private Mutants() {}

  static List<CgroupModel> all() {
    return List.of(
        new OutsideIsHidden(),
        new OutsideIsShownFromTheTop(),
        new OneStepUpIsEnough(),
        new NamesBeginAlike(),
        new RootFollowsItsMaker(),
        new EverybodySeesFromTheTop(),
        new JoiningMoves());
  }

  private static final class OutsideIsHidden extends CgroupModel {
    @Override
    protected String shown(CgroupPath root, CgroupPath group) {
      String shown = super.shown(root, group);
      return shown.startsWith("/..") ? "/" : shown;
    }
  }

  private static final class OutsideIsShownFromTheTop extends CgroupModel {
    @Override
    protected String shown(CgroupPath root, CgroupPath group) {
      String shown = super.shown(root, group);
      return shown.startsWith("/..") ? group.toString() : shown;
    }
  }

  private static final class OneStepUpIsEnough extends CgroupModel {
    @Override
    protected String shown(CgroupPath root, CgroupPath group) {
      return super.shown(root, group).replaceFirst("^(/\\.\\.)+", "/..");
    }
  }

  private static final class NamesBeginAlike extends CgroupModel {
    @Override
    protected String shown(CgroupPath root, CgroupPath group) {
      return !root.equals(group) && group.toString().startsWith(root.toString())
          ? group.toString().substring(root.toString().length())
          : super.shown(root, group);
    }
  }

  private static final class RootFollowsItsMaker extends CgroupModel {
    @Override
    protected Namespace newNamespace(Task maker) {
      return new Namespace(maker.group()) {
        @Override
        CgroupPath root() {
          return maker.group();
        }
      };
    }
  }

  private static final class EverybodySeesFromTheTop extends CgroupModel {
    @Override
    protected Namespace newNamespace(Task maker) {
      return new Namespace(CgroupPath.TOP);
    }
  }

  private static final class JoiningMoves extends CgroupModel {
    @Override
    public void join(Task task, Namespace namespace) {
      super.join(task, namespace);
      move(task, namespace.root());
    }
  }
}
