package dev.minidocker.labs.mnt.model;

import dev.minidocker.labs.mnt.model.Action.Bind;
import dev.minidocker.labs.mnt.model.Action.Change;
import dev.minidocker.labs.mnt.model.Action.Copy;
import dev.minidocker.labs.mnt.model.Action.Mount;
import dev.minidocker.labs.mnt.model.Action.Unmount;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** What every action keeps to, whatever was done before. */
enum Law {
  A_MOUNT_THAT_DOES_NOT_SHARE_TELLS_NOBODY {
    @Override
    boolean holds(MountModel model, Action action) {
      if (!(action instanceof Mount) || audience(model, action) != 0) {
        return true;
      }
      return unchanged(model, action, number -> number != action.namespace());
    }
  },

  THE_LESS_PRIVILEGED_ARE_NOT_HEARD_IN_OLDER_NAMESPACES {
    @Override
    boolean holds(MountModel model, Action action) {
      boolean guest = model.find(action.namespace(), "").mount().namespace.owner() != 0;
      return !guest || unchanged(model, action, number -> number < action.namespace());
    }
  },

  AN_UNMOUNT_UNDOES_A_MOUNT {
    @Override
    boolean holds(MountModel model, Action action) {
      if (!(action instanceof Mount mount) || mount.at().isEmpty()) {
        return true;
      }
      List<MountView> before = model.view();
      ModelMount made = mount(model, mount);
      MountPoint place = model.find(mount.namespace(), mount.at());
      if (made == null || place == null || place.mount() != made) {
        return true; // it covers itself, as a mount on a shared bind mount of / does
      }
      model.apply(new Unmount(mount.namespace(), mount.at(), false));
      return model.view().equals(before);
    }
  },

  EVERY_COPY_HEARS_OF_THE_ORIGINAL {
    @Override
    boolean holds(MountModel model, Action action) {
      if (!(action instanceof Mount mount)) {
        return true;
      }
      ModelMount made = mount(model, mount);
      return made == null
          || model.table().stream()
              .filter(other -> other != made && other.fileSystem == made.fileSystem)
              .allMatch(copy -> model.table().listeners(made.peers).contains(copy));
    }
  },

  WHO_LEAVES_TAKES_NOBODY_ALONG {
    @Override
    boolean holds(MountModel model, Action action) {
      MountPoint place = model.find(action.namespace(), target(action));
      if (place == null) {
        return true;
      }
      Set<List<ModelMount>> before = hearing(model, place.mount());
      model.apply(new Change(action.namespace(), target(action), PropagationType.PRIVATE, false));
      return hearing(model, place.mount()).equals(before);
    }
  },

  WHAT_IS_UNBINDABLE_IS_NOT_BOUND {
    @Override
    boolean holds(MountModel model, Action action) {
      MountPoint place = model.find(action.namespace(), target(action));
      return !(action instanceof Bind bind)
          || place == null
          || !place.mount().unbindable
          || model.apply(bind).isPresent();
    }
  };

  /** Whether this action, the next that is done to the model, keeps to the law. */
  abstract boolean holds(MountModel model, Action action);

  /** The path that an action is about: for a bind, the one that it copies. */
  private static String target(Action action) {
    if (action instanceof Mount mount) {
      return mount.at();
    } else if (action instanceof Change change) {
      return change.at();
    }
    return action instanceof Bind bind ? bind.from() : "";
  }

  private static int audience(MountModel model, Action action) {
    MountPoint place = model.find(action.namespace(), target(action));
    return place == null ? 0 : place.mount().peers;
  }

  private static boolean unchanged(MountModel model, Action action, IntPredicate namespaces) {
    List<MountView> before = views(model, namespaces);
    model.apply(action);
    return action instanceof Copy || views(model, namespaces).equals(before);
  }

  private static List<MountView> views(MountModel model, IntPredicate namespaces) {
    return MountView.canonical(
        model.table().view().stream().filter(view -> namespaces.test(view.namespace())).toList());
  }

  /** Mounts, and tells which mount appeared at the place itself; null if that was refused. */
  private static ModelMount mount(MountModel model, Mount mount) {
    MountPoint place = model.find(mount.namespace(), mount.at());
    model.apply(mount);
    return place == null ? null : model.table().mountedAt(place).orElseThrow();
  }

  /** Who hears whom, among all but one. */
  private static Set<List<ModelMount>> hearing(MountModel model, ModelMount except) {
    Set<List<ModelMount>> pairs = new HashSet<>();
    for (ModelMount teller : model.table().stream().filter(m -> m != except).toList()) {
      for (ModelMount listener : model.table().listeners(teller.peers)) {
        if (listener != except) {
          pairs.add(List.of(teller, listener));
        }
      }
    }
    return pairs;
  }
}
