package dev.minidocker.bench;

import dev.minidocker.engine.PreparedContainer;
import dev.minidocker.linux.Program;
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
    rows.addAll(againstC());
    rows.addAll(againstRuntimes());
    return rows;
  }

  private List<Row> againstC() {
    Contest contest = new Contest("warm start" + user() + ": prepared container", rounds, warmUp);
    Contender ours = workshop.start();
    Optional<Path> gcc = Executable.find("gcc");
    if (gcc.isEmpty()) {
      return Row.measure(contest, ours, List.of(Reference.absent("C (no gcc)")));
    }
    try (PreparedContainer files = workshop.prepare("true");
        Floor floor = workshop.floor(gcc.get(), files)) {
      return Row.measure(contest, ours, List.of(Reference.of(floor, SHARE_OF_C)));
    }
  }

  private List<Row> againstRuntimes() {
    Contest contest =
        new Contest("warm start" + user() + ": files, life, removal", rounds / 5, warmUp / 20);
    try (CgroupView view = CgroupView.withoutVersion2()) {
      List<Reference> references =
          List.of(
              runtime("crun run", "crun", view.entry(), List.of("--cgroup-manager=disabled")),
              runtime("runc run", "runc", Program.EMPTY, List.of()));
      return Row.measure(contest, workshop.wholeLife(), references);
    }
  }

  /** An ordinary user's runc and crun need more set-up than a benchmark should ask for. */
  private Reference runtime(String name, String command, Program before, List<String> options) {
    Optional<Path> runc = Executable.find("runc");
    Optional<Path> runtime = Executable.find(command);
    if (runtime.isEmpty() || runc.isEmpty() || workshop.rootless()) {
      return Reference.absent(name);
    }
    Bundle bundle = Bundle.make(runc.get(), workshop.layer(), workshop.folder(command));
    List<String> argv = new ArrayList<>(List.of(runtime.get().toString()));
    argv.addAll(options);
    argv.addAll(List.of("--root", workshop.folder(command + "-state").toString()));
    argv.addAll(List.of("run", "md-bench"));
    return Reference.of(
        Executable.contender(name, before, bundle.directory(), argv), SHARE_OF_RUNTIME);
  }

  private String user() {
    return workshop.rootless() ? ", rootless" : "";
  }
}
