package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What programs will make outside of their namespaces, read from the programs before they run:
 * directories and files of made-up names. A directory on a mount of their own is not outside; that
 * is found out by its not being there.
 */
public final class Traces {
  private static final int PATH = 1;

  private Traces() {}

  /** In the order in which they will be made. */
  public static List<Trace> of(List<Program> programs) {
    Set<Trace> traces = new LinkedHashSet<>();
    for (Program program : programs) {
      program.steps().stream().flatMap(step -> made(step).stream()).forEach(traces::add);
    }
    return new ArrayList<>(traces);
  }

  private static Optional<Trace> made(Step step) {
    boolean makes = step.call() == Syscall.MKDIRAT || step.call() == Syscall.MKNODAT;
    return makes && step.args().get(PATH) instanceof Arg.Text text && text.value().startsWith("/")
        ? outermost(Path.of(text.value()))
        : Optional.empty();
  }

  /** The part of the path that ends with the first made-up name of what is not there before. */
  private static Optional<Trace> outermost(Path path) {
    Path place = path.getRoot();
    for (Path name : path) {
      place = place.resolve(name);
      if (Trace.isMadeUp(name) && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(
            CgroupTrace.isInCgroupFileSystem(place)
                ? new CgroupTrace(place)
                : new TreeTrace(place));
      }
    }
    return Optional.empty();
  }
}
