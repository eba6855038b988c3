package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.command.Page.Tone;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code lab list}: what there is, what can be run here, and what has been done. */
final class ListCommand implements Command {
  private final Session session;
  private final Syntax syntax =
      Syntax.of("list", "List the labs, their experiments, and what you have done.", this);

  ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Page page = session.page();
    Set<String> done = session.progress().done();
    for (Lab lab : session.course().labs()) {
      List<Experiment> experiments = lab.experiments();
      long finished = experiments.stream().filter(e -> done.contains(e.name())).count();
      page.line(Tone.BOLD, lab.topic() + " – " + lab.title());
      page.line(
          "  chapter %d, %d of %d done".formatted(lab.chapter(), finished, experiments.size()));
      Exercises.solved(lab.topic(), done).ifPresent(text -> page.line("  " + text));
      experiments.forEach(experiment -> list(experiment, done));
    }
    page.line("");
    page.line("lab show TOPIC says more; lab run TOPIC, or lab run TOPIC/EXPERIMENT, runs it.");
    return 0;
  }

  private void list(Experiment experiment, Set<String> done) {
    Page page = session.page();
    boolean isDone = done.contains(experiment.name());
    String name = "%-24s ".formatted(experiment.name());
    page.line((isDone ? page.verdict(true, name) : "  " + name) + experiment.objective());
    missing(experiment).ifPresent(why -> page.line(Tone.FAINT, "      not here: needs " + why));
  }

  /** Why this machine, or this user, cannot run an experiment. */
  static Optional<String> missing(Experiment experiment) {
    return experiment.needs().stream()
        .sorted()
        .map(Need::missing)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
