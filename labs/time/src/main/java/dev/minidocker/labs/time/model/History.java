package dev.minidocker.labs.time.model;

import dev.minidocker.labs.time.model.TimeModel.Namespace;
import dev.minidocker.labs.time.model.TimeModel.Task;
import java.util.ArrayList;
import java.util.List;

/** How a life goes, by the model: what each act, its children's included, is answered. */
public final class History {
  private final TimeModel model;
  private final List<Answer> answers = new ArrayList<>();

  private History(TimeModel model) {
    this.model = model;
  }

  /** The answers, in the order of time, to a life that begins where nothing is offset. */
  public static List<Answer> of(TimeModel model, List<Act> life) {
    History history = new History(model);
    history.live(model.first(), life, List.of());
    return history.answers;
  }

  private void live(Task self, List<Act> life, List<Namespace> ancestors) {
    List<Namespace> births = new ArrayList<>(ancestors);
    births.add(self.current());
    for (Act act : life) {
      if (act instanceof Act.Look look) {
        answers.add(new Answer.Ahead(look.clock(), model.offset(self, look.clock())));
      } else if (act instanceof Act.SetOffset set) {
        answers.add(new Answer.Said(model.setOffset(self, set.clock(), set.offset())));
      } else if (act instanceof Act.Unshare) {
        model.unshare(self);
      } else if (act instanceof Act.FollowChildren) {
        model.enter(self, self.forChildren());
      } else if (act instanceof Act.Join join) {
        model.enter(self, births.get(Math.max(0, births.size() - 1 - join.generations())));
      } else if (act instanceof Act.Birth child) {
        live(model.fork(self, child.ownNamespace()), child.life(), births);
      }
    }
  }
}
