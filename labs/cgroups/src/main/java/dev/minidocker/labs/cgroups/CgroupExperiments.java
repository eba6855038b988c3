package dev.minidocker.labs.cgroups;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.cgroups.model.CgroupPath;
import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.Procfs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What there is to see of cgroup namespaces. Every call makes up new groups, in a hierarchy where
 * that is allowed and harmless.
 */
public final class CgroupExperiments {
  private final CgroupMechanism mechanism;

  /**
   * @param mechanism goes to groups, makes the namespace, and mounts; a learner's own, perhaps
   */
  public CgroupExperiments(CgroupMechanism mechanism) {
    this.mechanism = mechanism;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    List<Experiment> all = new ArrayList<>(List.of(root(), others()));
    all.addAll(new GroupExperiments(mechanism).all());
    return all;
  }

  /** The same groups, and another view. */
  public Experiment root() {
    return named("cgroups/root", "in a new cgroup namespace, one's own groups are the roots")
        .then(
            Scene.narrated("The container is in a cgroup namespace of its own.")
                .observing(
                    "cgroup namespace",
                    host -> host.ownNamespace("cgroup"),
                    Look.namespace("cgroup"))
                .expecting("it is another one", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("Nobody has moved it. Where is it?")
                .observing(
                    "/proc/PID/cgroup",
                    host -> inOneLine(host.file("cgroup")),
                    Look.file("/proc/self/cgroup").showing(CgroupExperiments::inOneLine))
                .expecting(
                    "for the host, where the process is that started it",
                    (host, container) -> host.equals(inOneLine(own())))
                .expecting(
                    "for itself, in the root of every hierarchy",
                    (host, container) ->
                        CgroupMembership.parseAll(inLines(container)).stream()
                            .allMatch(line -> line.path().equals("/"))));
  }

  /** Paths that lead up. */
  public Experiment others() {
    return named("cgroups/others", "who is outside of the root is shown by a path that leads up")
        .then(
            Scene.narrated("The container looks at process 1 of the machine.")
                .observing(
                    "/proc/1/cgroup",
                    host -> inOneLine(host.machine("1/cgroup")),
                    Look.file("/proc/1/cgroup").showing(CgroupExperiments::inOneLine))
                .expecting(
                    "the paths are from the container's roots: up, then down",
                    (host, container) ->
                        container.equals(inOneLine(seenFrom(own(), inLines(host))))));
  }

  static Experiment named(String name, String objective) {
    return Experiment.named(name, objective)
        .needing(Need.NAMESPACES, Need.CGROUP_NAMESPACES)
        .in(CgroupMechanism.NAMESPACE);
  }

  private static String own() {
    return Procfs.HOST.self().cgroups().stream()
        .map(CgroupMembership::toString)
        .collect(Collectors.joining("\n"));
  }

  /** What the model says: each path of a file as it is shown from the roots in another. */
  private static String seenFrom(String roots, String file) {
    return CgroupMembership.parseAll(file).stream()
        .map(line -> seenFrom(CgroupMembership.parseAll(roots), line).toString())
        .collect(Collectors.joining("\n"));
  }

  private static CgroupMembership seenFrom(List<CgroupMembership> roots, CgroupMembership line) {
    CgroupPath root =
        roots.stream()
            .filter(one -> one.hierarchy() == line.hierarchy())
            .map(one -> CgroupPath.parse(one.path()))
            .findFirst()
            .orElse(CgroupPath.TOP);
    String path = CgroupPath.parse(line.path()).seenFrom(root);
    return new CgroupMembership(line.hierarchy(), line.controllers(), path);
  }

  private static String inOneLine(String file) {
    return file.strip().replace('\n', ' ');
  }

  private static String inLines(String line) {
    return line.replace(' ', '\n');
  }
}
