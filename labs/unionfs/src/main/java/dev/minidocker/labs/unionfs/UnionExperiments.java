package dev.minidocker.labs.unionfs;

import dev.minidocker.labkit.Experiment;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What there is to see of union file systems. Every call makes up new names. */
public final class UnionExperiments {
  private final ChangeExperiments changes;
  private final RenameExperiments renames;

  /**
   * @param mechanism mounts the union; a learner's own, perhaps
   */
  public UnionExperiments(UnionMechanism mechanism) {
    this.changes = new ChangeExperiments(mechanism);
    this.renames = new RenameExperiments(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return Stream.of(changes.all(), renames.all()).flatMap(List::stream).toList();
  }

  static String madeUp() {
    return "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 16, 1 << 28));
  }

  static boolean isAllowed(String host, String container) {
    return container.equals("allowed");
  }
}
