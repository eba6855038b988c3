package dev.minidocker.labs.ipc.model;

import static dev.minidocker.labs.ipc.model.IpcObject.PRIVATE;
import static dev.minidocker.linux.Errno.EEXIST;
import static dev.minidocker.linux.Errno.EIDRM;
import static dev.minidocker.linux.Errno.EINVAL;
import static dev.minidocker.linux.Errno.ENOENT;
import static dev.minidocker.linux.Errno.ENOMSG;

import dev.minidocker.labs.ipc.model.Act.Making;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * IPC namespaces without a kernel. A namespace is a set of tables; a new one is empty, unlike a new
 * UTS namespace; whoever is in it finds what is in its tables, by keys and ids that mean nothing
 * elsewhere. Only memory that is attached stays when its namespace has been left.
 */
public class IpcModel {
  /** What a call answers that has nothing else to say. */
  public static final String DONE = "done";

  private final List<Namespace> namespaces = new ArrayList<>();

  /** What some processes share: three tables, and the names of POSIX message queues. */
  public static final class Namespace {
    private final Map<Kind, IdTable> tables = new EnumMap<>(Kind.class);
    private final Set<String> queues = new TreeSet<>();

    Namespace() {
      for (Kind kind : Kind.values()) {
        tables.put(kind, new IdTable());
      }
    }

    /** With the same in it as another one. */
    Namespace(Namespace other) {
      other.tables.forEach((kind, table) -> tables.put(kind, new IdTable(table)));
      queues.addAll(other.queues);
    }

    IdTable table(Kind kind) {
      return tables.get(kind);
    }
  }

  /** A namespace with nothing in it: the first one. */
  public final Namespace first() {
    return born(new Namespace());
  }

  /** A new namespace, made by a process that is in {@code creators}. */
  public final Namespace unshare(Namespace creators) {
    return born(newNamespace(creators));
  }

  private Namespace born(Namespace namespace) {
    namespaces.add(namespace);
    return namespace;
  }

  protected Namespace newNamespace(Namespace creators) {
    return new Namespace();
  }

  /** All that were ever made, for those who believe that ids lead out of a namespace. */
  protected final List<Namespace> namespaces() {
    return namespaces;
  }

  /** An id, or the name of an errno. */
  public final String get(Namespace namespace, Kind kind, int key, Making making) {
    IdTable table = namespace.table(kind);
    Optional<IpcObject> found =
        table.all().stream().filter(object -> isFoundBy(key, object)).findFirst();
    if (found.isEmpty()) {
      return key != PRIVATE && making == Making.NEVER
          ? ENOENT.name()
          : Integer.toString(add(table, key).id());
    }
    return making == Making.ALWAYS ? EEXIST.name() : Integer.toString(found.get().id());
  }

  /** No key leads to what is private, nor to what has been removed and is still attached. */
  protected boolean isFoundBy(int key, IpcObject object) {
    return key != PRIVATE && object.key() == key && !object.isDoomed();
  }

  protected IpcObject add(IdTable table, int key) {
    return table.add(key);
  }

  /** The object of this id, for a process in this namespace. */
  protected Optional<IpcObject> find(Namespace namespace, Kind kind, int id) {
    return namespace.table(kind).find(id);
  }

  /** Attached memory is only marked, and goes with its last attachment; all else goes at once. */
  public final String remove(Namespace namespace, Kind kind, int id) {
    Optional<IpcObject> found = find(namespace, kind, id);
    found.ifPresent(object -> remove(namespace.table(kind), object));
    return found.isPresent() ? DONE : EINVAL.name();
  }

  protected void remove(IdTable table, IpcObject object) {
    if (object.attachments() > 0) {
      object.doom();
    } else {
      table.remove(object);
    }
  }

  public final String put(Namespace namespace, Kind kind, int id, int value) {
    Optional<IpcObject> found = find(namespace, kind, id);
    found.ifPresent(
        object -> {
          object.setValue(value);
          object.messages().add(value);
        });
    return found.isPresent() ? DONE : EINVAL.name();
  }

  /** The number that is there, or the name of an errno. */
  public final String take(Namespace namespace, Kind kind, int id) {
    Optional<IpcObject> found = find(namespace, kind, id);
    if (found.isEmpty()) {
      return EINVAL.name();
    } else if (kind != Kind.QUEUE) {
      return Integer.toString(found.get().value());
    }
    Integer oldest = found.get().messages().poll();
    return oldest == null ? ENOMSG.name() : Integer.toString(oldest);
  }

  /** A semaphore is removed while someone waits for it: what that one is told. */
  public final String removeUnderWaiter(Namespace namespace, int id) {
    return remove(namespace, Kind.SEMAPHORE, id).equals(DONE) ? EIDRM.name() : EINVAL.name();
  }

  /** What an attachment needs to know when it ends. */
  public record Attachment(IdTable table, IpcObject memory) {}

  /** What a process is attached to from now on; nothing if there is no such memory. */
  public final Optional<Attachment> attach(Namespace namespace, int id) {
    return find(namespace, Kind.MEMORY, id)
        .map(memory -> attachAgain(new Attachment(namespace.table(Kind.MEMORY), memory)));
  }

  /** A child is attached to what its parent is attached to. */
  public final Attachment attachAgain(Attachment attachment) {
    attachment.memory().attach();
    return attachment;
  }

  /** A process leaves a namespace; it stays attached to everything. */
  protected void leave(List<Attachment> attached) {}

  /** The last one to detach from memory that has been removed takes it along. */
  public final void detach(Attachment attachment) {
    attachment.memory().detach();
    if (attachment.memory().isDoomed() && attachment.memory().attachments() == 0) {
      attachment.table().remove(attachment.memory());
    }
  }

  public final String open(Namespace namespace, String name, Making making) {
    boolean there = namespace.queues.contains(name);
    if (making == Making.NEVER ? !there : making == Making.ALWAYS && there) {
      return there ? EEXIST.name() : ENOENT.name();
    }
    namespace.queues.add(name);
    return DONE;
  }

  public final String unlink(Namespace namespace, String name) {
    return namespace.queues.remove(name) ? DONE : ENOENT.name();
  }
}
