package dev.minidocker.labs.pid.model;

import dev.minidocker.labs.pid.model.PidModel.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a life goes, by the model.
 *
 * @param seen what looks and probes saw, in the order of time
 * @param left all processes that are there at its end, the first included
 */
public record History(List<String> seen, Set<String> left) {

  private static final String THERE = "allowed";
  private static final String NOT_THERE = "ESRCH (No such process)";

  public static History of(PidModel model, List<Act> life) {
    List<String> seen = new ArrayList<>();
    new Teller(model, seen).live(model.first(), life);
    return new History(seen, model.tasks().stream().map(History::show).collect(Collectors.toSet()));
  }

  public History {
    seen = List.copyOf(seen);
    left = new TreeSet<>(left);
  }

  private static String show(Task process) {
    Task parent = process.parent();
    return show(
        process.numbers(), parent == null ? List.of() : parent.numbers(), process.isZombie());
  }

  /** A process by its numbers and its parent's, the outermost first. */
  public static String show(List<Integer> numbers, List<Integer> parent, boolean zombie) {
    return numbers + (zombie ? " zombie" : "") + " child of " + parent;
  }

  private record Teller(PidModel model, List<String> seen) {

    void live(Task self, List<Act> life) {
      List<Task> stayed = new ArrayList<>();
      for (Act act : life) {
        if (act instanceof Act.Birth birth) {
          bear(self, birth, stayed);
        } else if (act instanceof Act.KillChild kill) {
          if (!stayed.isEmpty()) {
            model.kill(self, stayed.get(kill.child() % stayed.size()), kill.signal());
          }
        } else if (act instanceof Act.KillInit kill) {
          model.find(self.namespace(), 1).ifPresent(init -> model.kill(self, init, kill.signal()));
        } else if (act instanceof Act.Look) {
          int own = self.numbers().get(self.numbers().size() - 1);
          seen.add(Integer.toString(own));
          seen.add(Integer.toString(model.parentNumber(self)));
        } else if (act instanceof Act.Probe probe) {
          boolean there = model.find(self.namespace(), probe.number()).isPresent();
          seen.add(there ? THERE : NOT_THERE);
        }
      }
    }

    private void bear(Task self, Act.Birth birth, List<Task> stayed) {
      Task child = model.fork(self, birth.ownNamespace());
      live(child, birth.life());
      if (birth.stays()) {
        stayed.add(child);
      } else {
        model.exit(child);
        model.reap(child);
      }
    }
  }
}
