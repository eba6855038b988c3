package dev.minidocker.labs.pid.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * PID namespaces without a kernel. A process has one number in its namespace and one in each around
 * it; it is seen from there and from nowhere else. The first process of a namespace inherits its
 * orphans, ignores signals from within, and takes all others with it when it ends.
 */
public class PidModel {
  /** The one signal, of those here, that ends number one: but only from outside. */
  public static final int SIGKILL = 9;

  private final Set<Task> tasks = new LinkedHashSet<>();
  private final Task first = new Task(new Namespace(null), null);

  /** One namespace, and its number one. */
  public PidModel() {
    first.numbers.add(1);
    first.namespace.last = 1;
    first.namespace.init = first;
    tasks.add(first);
  }

  /** The number one of the outermost namespace. */
  public final Task first() {
    return first;
  }

  /** All tasks that have not been waited for, zombies included. */
  public final List<Task> tasks() {
    return List.copyOf(tasks);
  }

  /** clone3(2): a child, in a new namespace or in its parent's. */
  public final Task fork(Task parent, boolean ownNamespace) {
    Namespace namespace = ownNamespace ? new Namespace(parent.namespace) : parent.namespace;
    Task task = new Task(namespace, parent);
    for (Namespace at = namespace; at != null; at = at.outer) {
      task.numbers.add(0, number(task, at));
    }
    if (namespace.init == null) {
      namespace.init = task;
    }
    tasks.add(task);
    return task;
  }

  /** The next number of a namespace; the first is 1, and none is given twice. */
  protected int number(Task task, Namespace at) {
    return ++at.last;
  }

  /** exit_group(2), or death by a signal: a zombie remains, until its parent waits for it. */
  public final void exit(Task task) {
    if (task == task.namespace.init) {
      endOf(task.namespace);
    }
    task.zombie = true;
    for (Task child : tasks) {
      if (child.parent == task) {
        child.parent = heirOf(task);
      }
    }
  }

  /** Who becomes the parent of a dead process's children. */
  protected Task heirOf(Task dead) {
    return dead.namespace.init;
  }

  /** Nobody outlives number one; and it has waited for all of them before it is gone itself. */
  protected void endOf(Namespace namespace) {
    tasks.removeIf(task -> task != namespace.init && task.numberIn(namespace).isPresent());
  }

  /** wait4(2). */
  public final void reap(Task zombie) {
    tasks.remove(zombie);
  }

  /** kill(2) with a signal that ends a process which has no handler for it. */
  public final void kill(Task sender, Task target, int signal) {
    if (!target.zombie && isDeadly(sender, target, signal)) {
      exit(target);
    }
  }

  protected boolean isDeadly(Task sender, Task target, int signal) {
    boolean init = target == target.namespace.init;
    return !init || (signal == SIGKILL && sender.namespace != target.namespace);
  }

  /** The process that is meant by this number in a namespace. */
  public final Optional<Task> find(Namespace namespace, int number) {
    return tasks.stream()
        .filter(task -> numberSeenFrom(namespace, task).equals(Optional.of(number)))
        .findFirst();
  }

  /** The number by which a process is known in a namespace; none if it is not seen there. */
  protected Optional<Integer> numberSeenFrom(Namespace namespace, Task task) {
    return task.numberIn(namespace);
  }

  /** getppid(2): 0 for a parent that is not seen. */
  public final int parentNumber(Task task) {
    return task.parent == null ? 0 : numberSeenFrom(task.namespace, task.parent).orElse(0);
  }

  /** Where numbers are given. */
  public static final class Namespace {
    private final Namespace outer;
    private int last;
    private Task init;

    Namespace(Namespace outer) {
      this.outer = outer;
    }

    Namespace outer() {
      return outer;
    }

    Task init() {
      return init;
    }
  }

  /** A process, until it has been waited for; the kernel calls it a task. */
  public static final class Task {
    private final Namespace namespace;
    private final List<Integer> numbers = new ArrayList<>();
    private Task parent;
    private boolean zombie;

    Task(Namespace namespace, Task parent) {
      this.namespace = namespace;
      this.parent = parent;
    }

    public Namespace namespace() {
      return namespace;
    }

    /** Its numbers, the outermost namespace's first, as {@code NSpid} shows them. */
    public List<Integer> numbers() {
      return List.copyOf(numbers);
    }

    public Task parent() {
      return parent;
    }

    public boolean isZombie() {
      return zombie;
    }

    Optional<Integer> numberIn(Namespace wanted) {
      int index = numbers.size() - 1;
      for (Namespace at = namespace; at != null; at = at.outer) {
        if (at == wanted) {
          return Optional.of(numbers.get(index));
        }
        index--;
      }
      return Optional.empty();
    }
  }
}
