package dev.minidocker.labs.time.model;

import dev.minidocker.linux.Errno;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Time namespaces without a kernel. A namespace is two offsets from the machine's clocks. A new one
 * begins as a copy, is for children, and can be set until somebody is in it: a clock must not jump
 * for those who look at it.
 */
public class TimeModel {
  /** Seconds that no offset may exceed, and a clock not by half; KTIME_SEC_MAX. */
  public static final long KTIME_SEC_MAX = Long.MAX_VALUE / 1_000_000_000;

  /** What setting an offset answers if all is well. */
  public static final String DONE = "done";

  private final Map<Clock, Duration> machine;

  /**
   * @param machine what the clocks say where nothing is offset
   */
  public TimeModel(Map<Clock, Duration> machine) {
    this.machine = new EnumMap<>(machine);
  }

  /** Two offsets, and whether they can still be set. */
  public static final class Namespace {
    private final Map<Clock, Duration> offsets = new EnumMap<>(Clock.class);
    private boolean frozen;

    Namespace() {
      offsets.put(Clock.CLOCK_MONOTONIC, Duration.ZERO);
      offsets.put(Clock.CLOCK_BOOTTIME, Duration.ZERO);
    }

    Namespace(Namespace other) {
      offsets.putAll(other.offsets);
    }

    Map<Clock, Duration> offsets() {
      return offsets;
    }

    void freeze() {
      frozen = true;
    }
  }

  /** A process: the namespace that it is in, and the one that its children will be in. */
  public static final class Task {
    private Namespace current;
    private Namespace forChildren;

    Task(Namespace namespace) {
      goTo(namespace);
    }

    Namespace current() {
      return current;
    }

    Namespace forChildren() {
      return forChildren;
    }

    void goTo(Namespace namespace) {
      current = namespace;
      forChildren = namespace;
    }
  }

  /** A process where nothing is offset. */
  public final Task first() {
    return born(new Namespace());
  }

  /** clone3(2); a namespace that is made for the child at its birth is never empty. */
  public final Task fork(Task parent, boolean ownNamespace) {
    return born(ownNamespace ? newNamespace(parent.forChildren) : parent.forChildren);
  }

  private Task born(Namespace namespace) {
    freeze(namespace);
    return new Task(namespace);
  }

  /** From here on somebody looks at its clocks. */
  protected void freeze(Namespace namespace) {
    namespace.freeze();
  }

  /** unshare(2): who asks stays where it is. */
  public void unshare(Task task) {
    task.forChildren = newNamespace(task.forChildren);
  }

  /** The offsets of the old one, and from then on its own. */
  protected Namespace newNamespace(Namespace old) {
    return new Namespace(old);
  }

  /** setns(2). */
  public final void enter(Task task, Namespace namespace) {
    freeze(namespace);
    task.goTo(namespace);
  }

  /** Sets an offset for children to come: done, or the name of an errno. */
  public final String setOffset(Task task, Clock clock, Duration offset) {
    if (!isPossible(clock, offset)) {
      return Errno.ERANGE.name();
    } else if (task.forChildren.frozen) {
      return Errno.EACCES.name();
    }
    task.forChildren.offsets.put(clock, fromTheMachine(task, clock, offset));
    return DONE;
  }

  /** An offset is from the machine's clock, however deep the namespaces are nested. */
  protected Duration fromTheMachine(Task task, Clock clock, Duration offset) {
    return offset;
  }

  /** No clock may be negative, nor so far ahead that it could overflow while the machine runs. */
  protected boolean isPossible(Clock clock, Duration offset) {
    Duration then = machine.get(clock).plus(offset);
    return Math.abs(offset.toSeconds()) <= KTIME_SEC_MAX
        && !then.isNegative()
        && then.toSeconds() <= KTIME_SEC_MAX / 2;
  }

  /** How much a clock is ahead of the machine's, for this process. */
  public Duration offset(Task task, Clock clock) {
    return task.current.offsets.getOrDefault(clock, Duration.ZERO);
  }
}
