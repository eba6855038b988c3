package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.ErrnoException;
import java.nio.file.Path;
import java.util.Optional;

/** Something that an experiment makes outside of its own namespaces. */
public sealed interface Trace permits CgroupTrace, LinkTrace, MountTrace, ProcessTrace, TreeTrace {

  /** With which everything that an experiment names begins. */
  String PREFIX = "md-";

  /** What it is, in one word, which begins its line in a journal. */
  String kind();

  /** Which one it is: the rest of that line. */
  String what();

  boolean isThere();

  /**
   * Why it is not an experiment's, whatever the journal says.
   *
   * @return nothing if it may be removed
   */
  Optional<String> objection();

  /**
   * Removes it.
   *
   * @throws ErrnoException if the kernel refuses
   */
  void remove();

  /** What to type to remove it by hand. */
  String byHand();

  default String line() {
    return kind() + " " + what();
  }

  /** A line of a journal; nothing if it is none. */
  static Optional<Trace> parse(String line) {
    int space = line.indexOf(' ');
    String what = line.substring(space + 1);
    if (space < 0 || what.isEmpty()) {
      return Optional.empty();
    }
    return switch (line.substring(0, space)) {
      case CgroupTrace.KIND -> absolute(what).map(CgroupTrace::new);
      case LinkTrace.KIND -> Optional.of(new LinkTrace(what));
      case MountTrace.KIND -> absolute(what).map(MountTrace::new);
      case ProcessTrace.KIND -> ProcessTrace.parse(what);
      case TreeTrace.KIND -> absolute(what).map(TreeTrace::new);
      default -> Optional.empty();
    };
  }

  private static Optional<Path> absolute(String path) {
    return path.startsWith("/") && path.indexOf('\0') < 0
        ? Optional.of(Path.of(path).normalize()).filter(plain -> plain.toString().equals(path))
        : Optional.empty();
  }

  /** A name that was made up for an experiment. */
  static boolean isMadeUp(Path name) {
    return name != null && name.toString().startsWith(PREFIX);
  }
}
