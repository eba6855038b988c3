package dev.minidocker.labs.ipc.model;

import static dev.minidocker.labs.ipc.model.IpcObject.PRIVATE;
import static dev.minidocker.labs.ipc.model.Kind.MEMORY;
import static dev.minidocker.labs.ipc.model.Kind.SEMAPHORE;

import dev.minidocker.labs.ipc.model.Act.Attach;
import dev.minidocker.labs.ipc.model.Act.Birth;
import dev.minidocker.labs.ipc.model.Act.Get;
import dev.minidocker.labs.ipc.model.Act.Join;
import dev.minidocker.labs.ipc.model.Act.Making;
import dev.minidocker.labs.ipc.model.Act.Put;
import dev.minidocker.labs.ipc.model.Act.Remove;
import dev.minidocker.labs.ipc.model.Act.RemoveUnderWaiter;
import dev.minidocker.labs.ipc.model.Act.Take;
import dev.minidocker.labs.ipc.model.Act.Unshare;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What holds for IPC namespaces after any past, for every kind of object and every key. */
enum Law {
  A_NEW_NAMESPACE_IS_EMPTY {
    @Override
    boolean holds(After after, Kind kind, int key) {
      Get find = new Get(kind, key, Making.NEVER);
      return after.last(make(kind, key), child(true, find)).equals("ENOENT")
          && after.last(make(kind, key), new Unshare(), find).equals("ENOENT");
    }
  },
  WHO_SHARES_A_NAMESPACE_FINDS_THE_SAME {
    @Override
    boolean holds(After after, Kind kind, int key) {
      Birth visitor = child(true, new Join(1), new Get(kind, key, Making.NEVER));
      String id = after.last(make(kind, key));
      return after.last(child(false, make(kind, key), visitor)).equals(id);
    }
  },
  AN_ID_MEANS_NOTHING_ELSEWHERE {
    @Override
    boolean holds(After after, Kind kind, int key) {
      int id = after.number(make(kind, key));
      return after.last(make(kind, key), child(true, new Take(kind, id))).equals("EINVAL");
    }
  },
  THE_PRIVATE_KEY_FINDS_NOTHING {
    @Override
    boolean holds(After after, Kind kind, int key) {
      Get getPrivate = new Get(kind, PRIVATE, Making.NEVER);
      return !after.last(getPrivate).equals(after.last(getPrivate, getPrivate));
    }
  },
  A_KEY_IS_MADE_ONCE {
    @Override
    boolean holds(After after, Kind kind, int key) {
      Get makeNew = new Get(kind, key, Making.ALWAYS);
      return after.last(make(kind, key), makeNew).equals("EEXIST")
          && after.last(makeNew, make(kind, key)).equals(after.last(make(kind, key)));
    }
  },
  AN_ID_IS_NOT_USED_AGAIN_AT_ONCE {
    @Override
    boolean holds(After after, Kind kind, int key) {
      int id = after.number(make(kind, PRIVATE));
      return after.number(make(kind, PRIVATE), new Remove(kind, id), make(kind, PRIVATE)) != id;
    }
  },
  REMOVED_MEMORY_STAYS_WHILE_IT_IS_ATTACHED {
    @Override
    boolean holds(After after, Kind kind, int key) {
      int id = after.number(make(MEMORY, PRIVATE));
      Take look = new Take(MEMORY, id);
      Birth user =
          child(false, new Attach(id), new Remove(MEMORY, id), new Put(MEMORY, id, key), look);
      return after.last(make(MEMORY, PRIVATE), user).equals(Integer.toString(key))
          && after.last(make(MEMORY, PRIVATE), user, look).equals("EINVAL");
    }
  },
  NO_KEY_LEADS_TO_REMOVED_MEMORY {
    @Override
    boolean holds(After after, Kind kind, int key) {
      int id = after.number(child(true, make(MEMORY, key)));
      Get find = new Get(MEMORY, key, Making.NEVER);
      return after
          .last(child(true, make(MEMORY, key), new Attach(id), new Remove(MEMORY, id), find))
          .equals("ENOENT");
    }
  },
  WHO_LEAVES_STAYS_ATTACHED {
    @Override
    boolean holds(After after, Kind kind, int key) {
      int id = after.number(make(MEMORY, PRIVATE));
      return after
          .last(
              make(MEMORY, PRIVATE),
              child(
                  false,
                  new Attach(id),
                  new Unshare(),
                  new Join(0),
                  new Remove(MEMORY, id),
                  new Take(MEMORY, id)))
          .equals("0");
    }
  },
  WHO_WAITS_IS_TOLD_OF_THE_REMOVAL {
    @Override
    boolean holds(After after, Kind kind, int key) {
      int id = after.number(make(SEMAPHORE, PRIVATE));
      RemoveUnderWaiter remove = new RemoveUnderWaiter(id);
      return after.last(make(SEMAPHORE, PRIVATE), remove).equals("EIDRM")
          && after.last(make(SEMAPHORE, PRIVATE), remove, remove).equals("EINVAL");
    }
  };

  /** Answers to what is done after a past, each time in a new world. */
  record After(Supplier<IpcModel> model, List<Act> past) {

    String last(Act... rest) {
      List<Act> life = new ArrayList<>(past);
      life.addAll(List.of(rest));
      List<String> answers = History.of(model.get(), life);
      return answers.get(answers.size() - 1);
    }

    int number(Act... rest) {
      return Integer.parseInt(last(rest));
    }
  }

  abstract boolean holds(After after, Kind kind, int key);

  private static Get make(Kind kind, int key) {
    return new Get(kind, key, Making.IF_ABSENT);
  }

  private static Birth child(boolean ownNamespace, Act... life) {
    return new Birth(ownNamespace, List.of(life));
  }
}
