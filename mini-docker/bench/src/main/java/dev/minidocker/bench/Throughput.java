package dev.minidocker.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long it takes to send much to a container: from another one, and through a published port.
 * Each engine has a host of its own, which network namespaces play; iperf3 measures.
 */
final class Throughput {
  /** A variable of the environment with the tar of a root file system that has iperf3. */
  static final String ROOTFS = "MD_IPERF3_ROOTFS";

  /** Of docker's time; so at least 0.95 of its throughput. */
  private static final double SHARE_OF_DOCKER = 1 / 0.95;

  private static final String DOCKER = "docker's bridge";
  private static final String BYTES = "2G";

  private final Workshop workshop;
  private final Path script;
  private final int rounds;
  private final int warmUp;

  /**
   * @param script {@code bin/mini-docker}
   */
  Throughput(Workshop workshop, Path script, int rounds, int warmUp) {
    this.workshop = workshop;
    this.script = script;
    this.rounds = rounds;
    this.warmUp = warmUp;
  }

  List<Row> rows() {
    Optional<Path> archive = Optional.ofNullable(System.getenv(ROOTFS)).map(Path::of);
    if (workshop.rootless() || Executable.find("dockerd").isEmpty()) {
      return absent(DOCKER + " (no dockerd, or no root)");
    } else if (archive.filter(Files::isReadable).isEmpty()) {
      return absent(DOCKER + " (no " + ROOTFS + ")");
    }
    Path directory = workshop.folder("throughput");
    Path root = Workshop.folder(directory, "root");
    Processes.said(List.of("tar", "-C", "" + root, "-xf", "" + archive.get()));
    String store = "MINI_DOCKER_ROOT=" + Workshop.folder(directory, "store");
    List<String> mine = List.of("/usr/bin/env", store, script.toString());
    try (PlayedHost here = new PlayedHost();
        PlayedHost there = new PlayedHost();
        DockerDaemon daemon = new DockerDaemon(there, Workshop.folder(directory, "docker"));
        IperfServer ours = new IperfServer("mini-docker", here, mine, archive.get(), root, BYTES);
        IperfServer theirs =
            new IperfServer(DOCKER, there, daemon.docker(), archive.get(), root, BYTES)) {
      return measure(ours, theirs);
    }
  }

  /** Who sends. */
  private record Way(String work, Function<IperfServer, Contender> contender) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("2 GiB from container to container", IperfServer::fromContainer),
          new Way("2 GiB to a published port, from the host", IperfServer::fromHost),
          new Way("2 GiB to a published port, from outside", IperfServer::fromOutside));

  private List<Row> measure(IperfServer ours, IperfServer theirs) {
    List<Row> rows = new ArrayList<>();
    for (Way way : WAYS) {
      Reference reference = Reference.of(way.contender().apply(theirs), SHARE_OF_DOCKER);
      Contest contest = new Contest(way.work(), rounds, warmUp);
      rows.addAll(Row.measure(contest, way.contender().apply(ours), List.of(reference)));
    }
    return rows;
  }

  private static List<Row> absent(String reference) {
    List<Row> rows = new ArrayList<>();
    for (Way way : WAYS) {
      rows.add(new Row(way.work(), Reference.absent(reference), Optional.empty()));
    }
    return rows;
  }
}
