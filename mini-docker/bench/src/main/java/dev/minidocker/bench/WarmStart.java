package dev.minidocker.bench;

import dev.minidocker.engine.PreparedContainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Containers from a JVM that runs already, as a daemon's are. */
final class WarmStart {
  private static final double SHARE_OF_C = 1.35;
  private static final double SHARE_OF_RUNTIME = 0.25;

  private final Workshop workshop;
  private final int rounds;
  private final int warmUp;

  WarmStart(Workshop workshop, int rounds, int warmUp) {
    this.workshop = workshop;
    this.rounds = rounds;
    this.warmUp = warmUp;
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Optional<Path> gcc = Executable.find("gcc");
    rows.addAll(againstC(gcc));
    rows.addAll(againstRuntimes(gcc));
    return rows;
  }

  private List<Row> againstC(Optional<Path> gcc) {
    Contest contest = new Contest("warm start" + user(), rounds, warmUp);
    Contender ours = workshop.start();
    if (gcc.isEmpty()) {
      return Row.measure(contest, ours, List.of(Reference.absent("C (no gcc)")));
    }
    try (PreparedContainer files = workshop.prepare("true");
        Server floor = workshop.floor(gcc.get(), files)) {
      return Row.measure(contest, ours, List.of(Reference.of(floor, SHARE_OF_C)));
    }
  }

  /** An ordinary user's runc and crun need more set-up than a benchmark should ask for. */
  private List<Row> againstRuntimes(Optional<Path> gcc) {
    Contest contest = new Contest("warm start" + user(), rounds / 5, warmUp / 20);
    Optional<Path> runc = Executable.find("runc");
    Optional<Path> crun = Executable.find("crun");
    List<Reference> references = new ArrayList<>();
    if (gcc.isEmpty() || runc.isEmpty() || workshop.rootless()) {
      references.add(Reference.absent("crun run"));
      references.add(Reference.absent("runc run"));
    } else {
      OciRuntime runtimes = new OciRuntime(workshop, gcc.get());
      references.add(
          crun.map(file -> Reference.of(runtimes.crun(file, runc.get()), SHARE_OF_RUNTIME))
              .orElse(Reference.absent("crun run")));
      crun.ifPresent(
          file ->
              references.add(
                  Reference.withoutBudget(runtimes.crunWithoutGroups(file, runc.get()))));
      references.add(Reference.of(runtimes.runc(runc.get()), SHARE_OF_RUNTIME));
    }
    try {
      return Row.measure(contest, workshop.start(), references);
    } finally {
      references.forEach(reference -> reference.contender().ifPresent(Contender::close));
    }
  }

  private String user() {
    return workshop.rootless() ? ", rootless" : "";
  }
}
