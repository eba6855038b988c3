package dev.minidocker.labs.unionfs;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Directories that will look like one.
 *
 * @param lowers the layers, uppermost first, never written
 * @param upper where changes go
 * @param work an empty directory on the same file system as {@code upper}, for the kernel's use
 * @param target where the union appears
 * @param userXattr whether to mark deletions by {@code user.overlay.*}: the only way in a user
 *     namespace (Linux 5.11)
 * @param transientUpper whether changes may be lost in a crash of the machine, because nobody wants
 *     them afterwards: the kernel then never waits for the disk, not even at the end; such an upper
 *     directory can be used once only (Linux 5.10)
 * @param options what else differs from the kernel's own choices
 */
public record OverlayConfig(
    List<Path> lowers,
    Path upper,
    Path work,
    Path target,
    boolean userXattr,
    boolean transientUpper,
    Set<OverlayOption> options) {
  public OverlayConfig {
    lowers = List.copyOf(lowers);
    options = Set.copyOf(options);
    if (lowers.isEmpty()) {
      throw new IllegalArgumentException("an overlay needs at least one lower directory");
    }
  }

  /** A union as the kernel makes it by itself. */
  public OverlayConfig(
      List<Path> lowers,
      Path upper,
      Path work,
      Path target,
      boolean userXattr,
      boolean transientUpper) {
    this(lowers, upper, work, target, userXattr, transientUpper, Set.of());
  }

  /** The same with these options. */
  public OverlayConfig with(Set<OverlayOption> chosen) {
    return new OverlayConfig(lowers, upper, work, target, userXattr, transientUpper, chosen);
  }
}
