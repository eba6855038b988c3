package dev.minidocker.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One whole process from a shell's point of view: the JVM's own start, the container, the end. */
final class ColdStart {
  private static final String HELLO =
      """
      public class Hello {
        public static void main(String[] args) {
          System.out.println("Hello");
        }
      }
      """;

  private static final double SHARE_OF_HELLO = 4.0;
  private static final double SHARE_OF_DOCKER = 0.5;
  private static final double SHARE_OF_PODMAN = 0.8;

  private final Workshop workshop;
  private final Path script;
  private final int rounds;
  private final int warmUp;

  /**
   * @param script {@code bin/mini-docker}
   */
  ColdStart(Workshop workshop, Path script, int rounds, int warmUp) {
    this.workshop = workshop;
    this.script = script;
    this.rounds = rounds;
    this.warmUp = warmUp;
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    try (CgroupView view = CgroupView.withoutVersion2()) {
      for (Jdk jdk : Jdk.newestAnd17()) {
        rows.addAll(rows(jdk, view));
      }
    }
    return rows;
  }

  private List<Row> rows(Jdk jdk, CgroupView view) {
    Path directory = workshop.folder("hello-" + jdk.version());
    jdk.compile(directory, "Hello", HELLO);
    Contender hello =
        Executable.contender(
            "java Hello",
            directory,
            List.of(jdk.java().toString(), "-cp", directory.toString(), "Hello"));
    List<String> ours = new ArrayList<>();
    if (!jdk.isRunning()) { // the launch script would choose another
      ours.addAll(List.of("/usr/bin/env", "MINI_DOCKER_JAVA=" + jdk.java()));
    }
    ours.addAll(List.of(script.toString(), "run", "--rm", "lab", "true"));
    // the budget is for JDK 25, whose start-up cache holds more
    Optional<Double> budget = jdk.isRunning() ? Optional.of(SHARE_OF_HELLO) : Optional.empty();
    List<Reference> references =
        new ArrayList<>(List.of(new Reference(hello.name(), Optional.of(hello), budget)));
    if (jdk.isRunning()) {
      references.add(podman(directory, view));
      references.add(
          Docker.with(workshop.layer(), directory)
              .map(docker -> Reference.of(docker, SHARE_OF_DOCKER))
              .orElse(Reference.absent("docker run --network none (no daemon)")));
    }
    try {
      return Row.measure(
          new Contest("cold run --rm lab true, JDK " + jdk.version(), rounds, warmUp),
          Executable.contender("mini-docker run", directory, ours),
          references);
    } finally {
      references.forEach(reference -> reference.contender().ifPresent(Contender::close));
    }
  }

  /** An ordinary user's podman needs more set-up than a benchmark should ask for. */
  private Reference podman(Path directory, CgroupView view) {
    String name = "podman run --network none";
    Optional<Path> podman = Executable.find("podman");
    if (podman.isEmpty() || workshop.rootless()) {
      return Reference.absent(name);
    }
    List<String> argv = new ArrayList<>(List.of(podman.get().toString(), "run", "--rm"));
    argv.addAll(List.of("--network=none", "--cgroups=disabled"));
    argv.addAll(List.of("--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024"));
    argv.addAll(List.of("--rootfs", workshop.layer() + ":O", "true"));
    return Reference.of(Executable.contender(name, view.entry(), directory, argv), SHARE_OF_PODMAN);
  }
}
