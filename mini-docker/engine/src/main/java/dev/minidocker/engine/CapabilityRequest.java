package dev.minidocker.engine;

import dev.minidocker.labs.security.Privileges;
import dev.minidocker.linux.Capability;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code --cap-add}, {@code --cap-drop} and {@code --privileged}.
 *
 * @param add names with or without {@code CAP_}, in any case, or ALL
 * @param drop likewise; what is named in both is added
 */
public record CapabilityRequest(List<String> add, List<String> drop, boolean privileged) {

  /** What docker gives when nothing is asked. */
  public static final CapabilityRequest DEFAULT =
      new CapabilityRequest(List.of(), List.of(), false);

  private static final String ALL = "ALL";

  public CapabilityRequest {
    add = List.copyOf(add);
    drop = List.copyOf(drop);
  }

  /**
   * What the container will have.
   *
   * @param available what this process can give
   * @param known what the kernel knows
   * @throws StartFailure if a capability is asked for by name that does not exist or cannot be
   *     given
   */
  Privileges resolve(Set<Capability> available, Set<Capability> known) {
    EnumSet<Capability> kept = EnumSet.noneOf(Capability.class);
    kept.addAll(Privileges.DOCKER_DEFAULT);
    for (String name : drop) {
      kept.removeAll(named("--cap-drop", name, known));
    }
    for (String name : add) {
      Set<Capability> added = named("--cap-add", name, known);
      if (!name.equalsIgnoreCase(ALL) && !available.containsAll(added)) {
        throw new StartFailure(
            "cannot give "
                + added.iterator().next()
                + " to a container: this process does not have it itself");
      }
      kept.addAll(added);
    }
    if (privileged) {
      kept.addAll(known);
    }
    kept.retainAll(available);
    return new Privileges(kept, known);
  }

  private static Set<Capability> named(String option, String name, Set<Capability> known) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.equals(ALL)) {
      return known;
    }
    String full = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
    return Arrays.stream(Capability.values())
        .filter(capability -> capability.name().equals(full))
        .findFirst()
        .map(Set::of)
        .orElseThrow(
            () ->
                new StartFailure(
                    option
                        + " "
                        + name
                        + ": no such capability. capabilities(7) lists them; ALL means every one"));
  }
}
