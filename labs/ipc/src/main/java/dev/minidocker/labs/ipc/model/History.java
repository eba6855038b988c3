package dev.minidocker.labs.ipc.model;

import dev.minidocker.labs.ipc.model.IpcModel.Attachment;
import dev.minidocker.labs.ipc.model.IpcModel.Namespace;
import dev.minidocker.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a life goes, by the model: what each act, its children's included, is answered. */
public final class History {
  private final IpcModel model;
  private final List<String> answers = new ArrayList<>();

  private History(IpcModel model) {
    this.model = model;
  }

  /** The answers, in the order of time, to a life that begins in an empty namespace. */
  public static List<String> of(IpcModel model, List<Act> life) {
    History history = new History(model);
    history.live(life, List.of(), model.first(), List.of());
    return history.answers;
  }

  private void live(
      List<Act> life, List<Namespace> ancestors, Namespace birth, List<Attachment> inherited) {
    List<Namespace> births = new ArrayList<>(ancestors);
    births.add(birth);
    List<Attachment> attached = new ArrayList<>();
    inherited.forEach(attachment -> attached.add(model.attachAgain(attachment)));
    Namespace current = birth;
    for (Act act : life) {
      if (act instanceof Act.Unshare) {
        current = model.unshare(current);
        model.leave(attached);
      } else if (act instanceof Act.Join join) {
        current = births.get(Math.max(0, births.size() - 1 - join.generations()));
      } else if (act instanceof Act.Birth child) {
        Namespace childs = child.ownNamespace() ? model.unshare(current) : current;
        live(child.life(), births, childs, attached);
      } else if (act instanceof Act.Attach attach) {
        Optional<Attachment> attachment = model.attach(current, attach.id());
        attachment.ifPresent(attached::add);
        answers.add(attachment.isPresent() ? IpcModel.DONE : Errno.EINVAL.name());
      } else {
        answer(act, current);
      }
    }
    attached.forEach(model::detach);
  }

  private void answer(Act act, Namespace namespace) {
    if (act instanceof Act.Get get) {
      answers.add(model.get(namespace, get.kind(), get.key(), get.making()));
    } else if (act instanceof Act.Remove remove) {
      answers.add(model.remove(namespace, remove.kind(), remove.id()));
    } else if (act instanceof Act.Put put) {
      answers.add(model.put(namespace, put.kind(), put.id(), put.value()));
    } else if (act instanceof Act.Take take) {
      answers.add(model.take(namespace, take.kind(), take.id()));
    } else if (act instanceof Act.RemoveUnderWaiter remove) {
      answers.add(model.removeUnderWaiter(namespace, remove.id()));
    } else if (act instanceof Act.Open open) {
      answers.add(model.open(namespace, open.name(), open.making()));
    } else if (act instanceof Act.Unlink unlink) {
      answers.add(model.unlink(namespace, unlink.name()));
    } else if (act instanceof Act.UseUpIds many) {
      for (int i = 0; i < many.count(); i++) {
        String id = model.get(namespace, many.kind(), IpcObject.PRIVATE, Act.Making.IF_ABSENT);
        model.remove(namespace, many.kind(), Integer.parseInt(id));
      }
    }
  }
}
