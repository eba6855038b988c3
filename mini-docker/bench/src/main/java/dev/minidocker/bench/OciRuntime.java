package dev.minidocker.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A runtime of others with what its caller, containerd or podman, does for it: an overlay of the
 * same layers with the same options, in a bundle made beforehand.
 */
final class OciRuntime {
  private static final Path VERSION_2_BESIDE_1 = Path.of("/sys/fs/cgroup/unified");

  private final Workshop workshop;
  private final Path gcc;

  OciRuntime(Workshop workshop, Path gcc) {
    this.workshop = workshop;
    this.gcc = gcc;
  }

  /** crun with control groups, where the list of devices is; it refuses a mixed hierarchy. */
  Contender crun(Path crun, Path runc) {
    return crun("crun run", crun, runc, "cgroupfs");
  }

  /** The same without: nothing keeps such a container from the devices of the host. */
  Contender crunWithoutGroups(Path crun, Path runc) {
    return crun("crun run, no control groups", crun, runc, "disabled");
  }

  private Contender crun(String name, Path crun, Path runc, String manager) {
    String hidden = Files.isDirectory(VERSION_2_BESIDE_1) ? VERSION_2_BESIDE_1.toString() : "";
    return contender(name, hidden, runc, List.of(crun.toString(), "--cgroup-manager=" + manager));
  }

  Contender runc(Path runc) {
    return contender("runc run", "", runc, List.of(runc.toString()));
  }

  private Contender contender(String name, String hidden, Path runc, List<String> runtime) {
    Path place = workshop.folder(name.replaceAll("[^a-z]+", "-"));
    Path root = Workshop.folder(place, "root");
    Path upper = Workshop.folder(place, "upper");
    Path work = Workshop.folder(place, "work");
    Bundle bundle = Bundle.make(runc, root, place.resolve("bundle"));
    String options =
        "lowerdir=%s,upperdir=%s,workdir=%s,volatile".formatted(workshop.layer(), upper, work);
    Path server = Server.compile(Server.source("runtime.c"), gcc, Workshop.folder(place, "server"));
    List<String> command = new ArrayList<>(List.of(server.toString(), hidden, options));
    command.addAll(List.of("" + upper, "" + work, "" + root, "" + bundle.directory()));
    command.addAll(runtime);
    command.addAll(List.of("--root", "" + place.resolve("state"), "run", "md-bench"));
    return new Server(name, command);
  }
}
