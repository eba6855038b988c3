package dev.minidocker.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A large image from its archive into an empty store, by a command from its start to its end. The
 * stores should be on one file system: ours is among the temporary files, docker's is its daemon's.
 */
final class LoadTime {
  private static final long BYTES = 316_000_000;
  private static final double SHARE_OF_DOCKER = 1.0;

  private final Workshop workshop;
  private final Path script;
  private final int rounds;
  private final int warmUp;

  /**
   * @param script {@code bin/mini-docker}
   */
  LoadTime(Workshop workshop, Path script, int rounds, int warmUp) {
    this.workshop = workshop;
    this.script = script;
    this.rounds = rounds;
    this.warmUp = warmUp;
  }

  List<Row> rows() {
    Path directory = workshop.folder("load");
    Optional<Path> docker = Docker.answering();
    String name = "docker load";
    Reference reference = Reference.absent(name + " (no daemon)");
    Path archive = directory.resolve("image.tar");
    LargeImage.write(archive, BYTES);
    if (docker.isPresent()) {
      reference = Reference.of(load(name, List.of("" + docker.get()), archive), SHARE_OF_DOCKER);
    }
    String store = "MINI_DOCKER_ROOT=" + Workshop.folder(directory, "store");
    Contender ours = load("mini-docker load", List.of("/usr/bin/env", store, "" + script), archive);
    Contest contest = new Contest("load of an image of 316 MB", rounds, warmUp);
    return Row.measure(contest, ours, List.of(reference));
  }

  /** Removing the image again is not measured, nor the disk's work for it. */
  private static Contender load(String name, List<String> command, Path archive) {
    Path directory = archive.getParent();
    Contender load = contender(name, directory, command, "load", "-i", archive.toString());
    Contender remove = contender(name, directory, command, "rmi", LargeImage.NAME);
    Contender settle = contender(name, directory, List.of(), "/usr/bin/env", "sync");
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long sample() {
        long nanos = load.sample();
        remove.sample();
        settle.sample();
        return nanos;
      }
    };
  }

  private static Contender contender(
      String name, Path directory, List<String> command, String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return Executable.contender(name, directory, all);
  }
}
