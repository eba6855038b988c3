package dev.minidocker.labkit.doctor;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found out, and what follows from it for the labs.
 *
 * @param findings one for each capability
 * @param labs each lab, in the order of the course
 */
public record Diagnosis(List<Consequence> findings, List<LabHere> labs) {

  /**
   * A finding, and what it means for the course.
   *
   * @param finding what was found out
   * @param stops the names of the experiments that are impossible because of it
   */
  public record Consequence(Finding finding, List<String> stops) {
    public Consequence {
      stops = List.copyOf(stops);
    }
  }

  /**
   * A lab on this machine.
   *
   * @param topic its name
   * @param works yes: all of its experiments; partly: some
   * @param possible names of experiments
   * @param impossible the others
   */
  public record LabHere(
      String topic, Answer works, List<String> possible, List<String> impossible) {
    public LabHere {
      possible = List.copyOf(possible);
      impossible = List.copyOf(impossible);
    }
  }

  public Diagnosis {
    findings = List.copyOf(findings);
    labs = List.copyOf(labs);
  }

  static Diagnosis of(List<Finding> findings, List<Lab> labs) {
    List<LabHere> here = new ArrayList<>();
    List<Experiment> all = new ArrayList<>();
    for (Lab lab : labs) {
      try {
        List<Experiment> experiments = lab.experiments();
        all.addAll(experiments);
        here.add(here(lab.topic(), experiments, findings));
      } catch (UncheckedIOException e) { // without /proc, some cannot even be described
        here.add(new LabHere(lab.topic(), Answer.NO, List.of(), List.of()));
      }
    }
    return new Diagnosis(
        findings.stream().map(finding -> new Consequence(finding, stopped(finding, all))).toList(),
        here);
  }

  private static LabHere here(String topic, List<Experiment> experiments, List<Finding> findings) {
    List<String> possible = new ArrayList<>();
    List<String> impossible = new ArrayList<>();
    for (Experiment experiment : experiments) {
      boolean stopped = findings.stream().anyMatch(finding -> stops(finding, experiment));
      (stopped || lacks(experiment) ? impossible : possible).add(experiment.name());
    }
    Answer works =
        impossible.isEmpty() ? Answer.YES : possible.isEmpty() ? Answer.NO : Answer.PARTLY;
    return new LabHere(topic, works, possible, impossible);
  }

  private static boolean lacks(Experiment experiment) {
    return experiment.needs().stream().map(Need::missing).anyMatch(Optional::isPresent);
  }

  private static boolean stops(Finding finding, Experiment experiment) {
    return finding.answer() == Answer.NO && finding.stops().includes(experiment);
  }

  private static List<String> stopped(Finding finding, List<Experiment> all) {
    return all.stream()
        .filter(experiment -> stops(finding, experiment))
        .map(Experiment::name)
        .toList();
  }

  /** One sentence for all. */
  public String verdict() {
    List<LabHere> less = labs.stream().filter(lab -> lab.works() != Answer.YES).toList();
    if (less.isEmpty()) {
      return "Every lab works here.";
    }
    if (labs.stream().allMatch(lab -> lab.works() == Answer.NO)) {
      return "No lab works here.";
    }
    List<String> exceptions = less.stream().map(Diagnosis::inWords).toList();
    return "%d of %d labs work here; %s."
        .formatted(labs.size() - less.size(), labs.size(), String.join(", ", exceptions));
  }

  /** What a finding makes impossible, in few words: a lab of which nothing is left by its topic. */
  public List<String> stopsInShort(Consequence consequence) {
    List<String> names = new ArrayList<>(consequence.stops());
    List<String> whole = new ArrayList<>();
    for (LabHere lab : labs) {
      boolean all = consequence.finding().stops().everything();
      if (lab.works() == Answer.NO && (all || isWhole(lab, names))) {
        names.removeAll(lab.impossible());
        whole.add(lab.topic());
      }
    }
    whole.addAll(names);
    return whole;
  }

  private static boolean isWhole(LabHere lab, List<String> names) {
    return !lab.impossible().isEmpty() && names.containsAll(lab.impossible());
  }

  private static String inWords(LabHere lab) {
    int all = lab.possible().size() + lab.impossible().size();
    return lab.works() == Answer.NO
        ? lab.topic() + " does not"
        : "%s in part (%d of %d experiments)".formatted(lab.topic(), lab.possible().size(), all);
  }

  /**
   * For programs: the verdict, the labs, and each finding with its capability, answer, what was
   * seen, and where something is wrong its cause by name and in words, the remedy, and what stops.
   */
  public String json() {
    record Document(String verdict, List<LabHere> labs, List<Consequence> findings) {}

    JsonSerializer<Answer> answers =
        (answer, type, context) -> new JsonPrimitive(answer.toString());
    JsonSerializer<Consequence> consequences =
        (consequence, type, context) -> {
          Finding finding = consequence.finding();
          JsonObject object = new JsonObject();
          object.addProperty("capability", finding.capability());
          object.addProperty("answer", finding.answer().toString());
          object.addProperty("seen", finding.seen());
          object.add("cause", context.serialize(finding.cause()));
          object.add("stops", context.serialize(consequence.stops()));
          return object;
        };
    return new GsonBuilder()
        .registerTypeAdapter(Answer.class, answers)
        .registerTypeAdapter(Consequence.class, consequences)
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .create()
        .toJson(new Document(verdict(), labs, findings));
  }
}
