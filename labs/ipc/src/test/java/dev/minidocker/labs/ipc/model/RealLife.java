package dev.minidocker.labs.ipc.model;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWIPC;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.ipc.IpcLooks;
import dev.minidocker.labs.ipc.MessageQueues;
import dev.minidocker.labs.ipc.SystemV;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A life as the kernel lives it: the same acts as system calls, and what they were answered. */
final class RealLife {
  private final int keys;
  private final List<Look> looks = new ArrayList<>();
  private int names;

  /**
   * @param keys added to every key, so that no two runs use the same
   */
  RealLife(int keys) {
    this.keys = keys;
  }

  Program program(List<Act> life) {
    return live(life, List.of());
  }

  List<String> hear(Sandbox sandbox) {
    return looks.stream().map(look -> look.hear(sandbox).orElseThrow(sandbox::whyNothing)).toList();
  }

  /** Every process keeps the namespace of its birth open, for itself and its descendants. */
  private Program live(List<Act> life, List<String> ancestors) {
    List<String> births = new ArrayList<>(ancestors);
    births.add(newName());
    Program program =
        Program.of(
            Descriptors.openToRead("/proc/self/ns/ipc").named(births.get(births.size() - 1)));
    for (Act act : life) {
      program = program.then(steps(act, births));
    }
    return program;
  }

  private Program steps(Act act, List<String> births) {
    if (act instanceof Act.Unshare) {
      return Program.of(Tasks.unshare(CLONE_NEWIPC));
    } else if (act instanceof Act.Join join) {
      String birth = births.get(Math.max(0, births.size() - 1 - join.generations()));
      return Program.of(Tasks.enter(birth, CLONE_NEWIPC));
    } else if (act instanceof Act.Birth child) {
      return Fork.andWait(
          newName(),
          child.ownNamespace() ? Set.of(CLONE_NEWIPC) : Set.of(),
          live(child.life(), births));
    } else if (act instanceof Act.UseUpIds many) {
      return useUp(many);
    }
    Look look =
        lookOf(act)
            .showing(text -> text.equals("allowed") ? IpcModel.DONE : text.replaceAll(" .*", ""));
    looks.add(look);
    return look.program(newName());
  }

  private Look lookOf(Act act) {
    if (act instanceof Act.Get get) {
      int key = get.key() == IpcObject.PRIVATE ? IpcObject.PRIVATE : keys + get.key();
      return Look.number(SystemV.get(get.kind(), key, get.making()));
    } else if (act instanceof Act.Remove remove) {
      return Look.attempt(SystemV.remove(remove.kind(), Arg.of(remove.id())));
    } else if (act instanceof Act.Put put) {
      return put(put.kind(), Arg.of(put.id()), put.value());
    } else if (act instanceof Act.Take take) {
      return IpcLooks.number(take.kind(), take.id());
    } else if (act instanceof Act.Attach attach) {
      return Look.attempt(SystemV.attach(Arg.of(attach.id())));
    } else if (act instanceof Act.RemoveUnderWaiter remove) {
      return IpcLooks.removedUnderWaiter(Arg.of(remove.id()));
    } else if (act instanceof Act.Open open) {
      return Look.attempt(MessageQueues.open(open.name(), open.making()));
    } else if (act instanceof Act.Unlink unlink) {
      return Look.attempt(MessageQueues.unlink(unlink.name()));
    }
    throw new IllegalArgumentException("an act that nothing is seen of: " + act);
  }

  private static Look put(Kind kind, Arg id, int value) {
    return switch (kind) {
      case MEMORY -> IpcLooks.write(id, value);
      case SEMAPHORE -> Look.attempt(SystemV.setSemaphore(id, value));
      case QUEUE -> Look.attempt(SystemV.send(id, value));
    };
  }

  private Program useUp(Act.UseUpIds many) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < many.count(); i++) {
      String name = newName();
      steps.add(SystemV.get(many.kind(), IpcObject.PRIVATE, Act.Making.IF_ABSENT).named(name));
      steps.add(SystemV.remove(many.kind(), Arg.result(name)));
    }
    return new Program(steps);
  }

  private String newName() {
    return "life." + names++;
  }
}
