package dev.minidocker.engine;

import dev.minidocker.labs.cgroups.limits.Limit;
import dev.minidocker.linux.ResourceLimit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How much of the machine a container may have; what is not asked is empty.
 *
 * @param limits of all its processes together
 * @param oomScoreAdj how gladly the kernel kills it when memory is short: -1000, never, to 1000
 * @param ulimits of each of its processes alone
 */
public record Resources(
    List<Limit> limits, OptionalInt oomScoreAdj, Map<ResourceLimit, ResourceLimit.Value> ulimits) {

  /** As much as there is. */
  public static final Resources UNLIMITED = new Resources(List.of(), OptionalInt.empty(), Map.of());

  public Resources {
    limits = List.copyOf(limits);
    ulimits = Map.copyOf(ulimits);
  }

  /** Whether nothing was asked. */
  boolean unlimited() {
    return limits.isEmpty() && oomScoreAdj.isEmpty() && ulimits.isEmpty();
  }
}
