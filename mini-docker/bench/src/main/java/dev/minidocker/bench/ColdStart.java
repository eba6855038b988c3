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
    Path directory = workshop.folder("hello");
    Jdk own = Jdk.running();
    own.compile(directory, "Hello", HELLO);
    Contender hello =
        Executable.contender(
            "java Hello, JDK " + own.version(),
            directory,
            List.of(own.java().toString(), "-Xshare:auto", "-cp", directory.toString(), "Hello"));
    Contender ours =
        Executable.contender(
            "mini-docker run", directory, List.of(script.toString(), "run", "--rm", "lab", "true"));
    List<Reference> references = new ArrayList<>();
    references.add(Reference.of(hello, 4.0));
    references.add(podman(directory));
    references.add(Reference.absent("docker run --network none"));
    return Row.measure(
        new Contest("cold: mini-docker run --rm lab true", rounds, warmUp), ours, references);
  }

  /** An ordinary user's podman needs more set-up than a benchmark should ask for. */
  private Reference podman(Path directory) {
    String name = "podman run --network none";
    Optional<Path> podman = Executable.find("podman");
    if (podman.isEmpty() || workshop.rootless()) {
      return Reference.absent(name);
    }
    List<String> argv =
        List.of(
            podman.get().toString(),
            "run",
            "--rm",
            "--network=none",
            "--cgroups=disabled",
            "--rootfs",
            workshop.layer() + ":O",
            "true");
    return Reference.of(Executable.contender(name, directory, argv), 0.8);
  }
}
