package dev.minidocker.labs.mnt.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Models that are wrong in one rule each. A law that none of them breaks says too little. */
public final class Mutants {
  private Mutants() {}

  /** The models, by what is wrong with them. */
  public static Map<String, Supplier<MountModel>> all() {
    return Map.of(
        "a slave tells its master", following(SlaveTellsMaster::new),
        "a mount stays shared in a less privileged namespace", following(GuestStaysPeer::new),
        "an unmount is not told", following(UnmountIsNotTold::new),
        "the copy that a slave gets is nobody's slave", following(CopyIsNobodysSlave::new),
        "with its master a slave loses its master's master", following(SlaveIsNoHeir::new),
        "what is unbindable can be bound", UnbindableIsBound::new);
  }

  private static Supplier<MountModel> following(Function<MountTable, Propagation> rules) {
    return () -> new MountModel(false, rules);
  }

  private static final class SlaveTellsMaster extends Propagation {
    SlaveTellsMaster(MountTable table) {
      super(table);
    }

    @Override
    int audience(ModelMount mount) {
      return mount.peers == 0 ? mount.master : mount.peers;
    }
  }

  private static final class GuestStaysPeer extends Propagation {
    GuestStaysPeer(MountTable table) {
      super(table);
    }

    @Override
    void demote(ModelMount copy) {
      copy.locked = true;
    }
  }

  private static final class UnmountIsNotTold extends Propagation {
    UnmountIsNotTold(MountTable table) {
      super(table);
    }

    @Override
    List<ModelMount> counterparts(ModelMount mount) {
      return List.of();
    }
  }

  private static final class CopyIsNobodysSlave extends Propagation {
    CopyIsNobodysSlave(MountTable table) {
      super(table);
    }

    @Override
    ModelMount slaveOf(ModelMount master, int sharing) {
      ModelMount copy = super.slaveOf(master, sharing);
      copy.master = 0;
      return copy;
    }
  }

  private static final class SlaveIsNoHeir extends Propagation {
    SlaveIsNoHeir(MountTable table) {
      super(table);
    }

    @Override
    void inherit(ModelMount slave, ModelMount master) {
      slave.master = 0;
    }
  }

  private static final class UnbindableIsBound extends MountModel {
    @Override
    boolean mayBeCopied(ModelMount mount) {
      return true;
    }
  }
}
