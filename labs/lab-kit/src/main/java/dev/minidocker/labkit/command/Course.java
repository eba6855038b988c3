package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Suggestion;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The labs that there are, found by the words of a learner.
 *
 * @param labs in the order of the course
 */
record Course(List<Lab> labs) {

  Course {
    labs = List.copyOf(labs);
  }

  /** The lab of a topic, or of {@code TOPIC/EXPERIMENT}. */
  Lab lab(String name) {
    String topic = name.split("/", 2)[0];
    return labs.stream()
        .filter(lab -> lab.topic().equals(topic))
        .findFirst()
        .orElseThrow(() -> unknown("topic", topic, labs.stream().map(Lab::topic).toList()));
  }

  /** All experiments of a topic, or the one that {@code TOPIC/EXPERIMENT} names. */
  List<Experiment> experiments(String name) {
    List<Experiment> all = lab(name).experiments();
    if (name.indexOf('/') < 0) {
      return all;
    }
    List<String> names = all.stream().map(Experiment::name).toList();
    return List.of(named(name, all).orElseThrow(() -> unknown("experiment", name, names)));
  }

  /** The same experiment as a new value, with new names made up. */
  Experiment again(Experiment experiment) {
    return named(experiment.name(), lab(experiment.name()).experiments()).orElse(experiment);
  }

  private static Optional<Experiment> named(String name, List<Experiment> all) {
    return all.stream().filter(experiment -> experiment.name().equals(name)).findFirst();
  }

  private static Complaint unknown(String what, String name, Collection<String> known) {
    String list = known.isEmpty() ? "" : " There are: " + String.join(", ", known);
    return new Complaint(
        Complaint.MISUSE, "there is no " + what + " " + name + Suggestion.of(name, known) + list);
  }
}
