package dev.minidocker.labs.ipc.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Misunderstandings of IPC namespaces. The laws must tell each from the truth. */
final class Mutants {
  private Mutants() {}

  static List<Supplier<IpcModel>> all() {
    return List.of(
        NewNamespaceIsShared::new,
        NewNamespaceIsACopy::new,
        PrivateIsAKeyLikeAnyOther::new,
        RemovedMemoryIsGoneAtOnce::new,
        RemovedMemoryKeepsItsKey::new,
        IdsAreUsedAgainAtOnce::new,
        IdsMeanTheSameEverywhere::new,
        WhoLeavesDetaches::new);
  }

  private static final class NewNamespaceIsShared extends IpcModel {
    @Override
    protected Namespace newNamespace(Namespace creators) {
      return creators;
    }
  }

  private static final class NewNamespaceIsACopy extends IpcModel {
    @Override
    protected Namespace newNamespace(Namespace creators) {
      return new Namespace(creators);
    }
  }

  private static final class PrivateIsAKeyLikeAnyOther extends IpcModel {
    @Override
    protected boolean isFoundBy(int key, IpcObject object) {
      return object.key() == key && !object.isDoomed();
    }
  }

  private static final class RemovedMemoryIsGoneAtOnce extends IpcModel {
    @Override
    protected void remove(IdTable table, IpcObject object) {
      table.remove(object);
    }
  }

  private static final class RemovedMemoryKeepsItsKey extends IpcModel {
    @Override
    protected boolean isFoundBy(int key, IpcObject object) {
      return key != IpcObject.PRIVATE && object.key() == key;
    }
  }

  private static final class IdsAreUsedAgainAtOnce extends IpcModel {
    @Override
    protected IpcObject add(IdTable table, int key) {
      return table.addAtFirstFreePlace(key);
    }
  }

  private static final class IdsMeanTheSameEverywhere extends IpcModel {
    @Override
    protected Optional<IpcObject> find(Namespace namespace, Kind kind, int id) {
      return namespaces().stream().flatMap(any -> any.table(kind).find(id).stream()).findFirst();
    }
  }

  private static final class WhoLeavesDetaches extends IpcModel {
    @Override
    protected void leave(List<Attachment> attached) {
      attached.forEach(this::detach);
      attached.clear();
    }
  }
}
