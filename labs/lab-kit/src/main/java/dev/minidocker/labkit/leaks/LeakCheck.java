package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.proc.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * The check with which every experiment and every test ends: first {@link #begin}, then whatever
 * happens, then {@link #left} or {@link #assertNothingLeft}.
 */
public final class LeakCheck {
  private final Snapshot before;
  private final List<Trace> traces;

  private LeakCheck(Snapshot before, List<Trace> traces) {
    this.before = before;
    this.traces = List.copyOf(traces);
  }

  /**
   * Looks at what there is before.
   *
   * @param traces what will be made outside of namespaces, and must be gone afterwards
   */
  public static LeakCheck begin(List<Trace> traces) {
    return new LeakCheck(Snapshot.take(), traces);
  }

  /** What is still there after the time that a busy kernel may need, one line each. */
  public List<String> left() {
    List<String> lines = new ArrayList<>(before.lastingLeaks());
    traces.stream().filter(Trace::isThere).map(Trace::line).forEach(lines::add);
    return lines;
  }

  /**
   * The same as a claim.
   *
   * @throws AssertionError naming what is there
   */
  public void assertNothingLeft() {
    List<String> lines = left();
    if (!lines.isEmpty()) {
      throw new AssertionError("left behind:\n  " + String.join("\n  ", lines));
    }
  }
}
