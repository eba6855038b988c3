package dev.minidocker.labs.mnt;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What there is to see of mount namespaces. Every call makes up new names. */
public final class MntExperiments {

  /** A directory that every machine has, and that the experiments cover in their own namespace. */
  static final String PLACE = "/tmp";

  static final String THERE = "there";
  static final String NOT_THERE = "not there";

  private final PropagationExperiments propagation;
  private final RootExperiments roots;
  private final FlagExperiments flags;

  /**
   * @param mechanism arranges the mounts; a learner's own, perhaps
   */
  public MntExperiments(MntMechanism mechanism) {
    this.propagation = new PropagationExperiments(mechanism);
    this.roots = new RootExperiments(mechanism);
    this.flags = new FlagExperiments(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return Stream.of(propagation.all(), roots.all(), flags.all()).flatMap(List::stream).toList();
  }

  static String madeUp() {
    return "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 16, 1 << 28));
  }

  /** Whether there is a file of this name, for the container. */
  static Look inside(String path) {
    return Look.attempt(Descriptors.openToRead(path))
        .showing(
            answer -> {
              boolean absent = answer.startsWith("ENOENT");
              return absent ? NOT_THERE : answer.equals("allowed") ? THERE : answer;
            });
  }

  /** Whether there is a file of this name, for the host. */
  static HostLook outside(String path) {
    return host -> Files.exists(Path.of(path)) ? THERE : NOT_THERE;
  }

  static Program directories(String... paths) {
    return new Program(Stream.of(paths).map(path -> Nodes.directory(path, 0755)).toList());
  }

  static boolean isThere(String host, String container) {
    return container.equals(THERE);
  }

  static boolean isNotThere(String host, String container) {
    return container.equals(NOT_THERE);
  }
}
