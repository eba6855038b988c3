package dev.minidocker.labs.cgroups.model;

/**
 * Cgroup namespaces without a kernel. A namespace is a root: the group that its maker was in when
 * it was made. It changes what is shown, not where anybody is: paths are shown from the root of who
 * looks, and nobody is kept inside.
 */
public class CgroupModel {

  /** A group from which paths are shown. */
  public static class Namespace {
    private final CgroupPath root;

    Namespace(CgroupPath root) {
      this.root = root;
    }

    CgroupPath root() {
      return root;
    }
  }

  /** A process: which group it is in, and from which one it sees. */
  public static final class Task {
    private CgroupPath group;
    private Namespace namespace;

    Task(CgroupPath group) {
      this.group = group;
    }

    CgroupPath group() {
      return group;
    }

    Namespace namespace() {
      return namespace;
    }
  }

  /** A process in this group, in a namespace that was made for it. */
  public final Task first(CgroupPath group) {
    Task task = new Task(group);
    unshare(task);
    return task;
  }

  /** clone3(2): the child is where its parent is. */
  public final Task fork(Task parent, boolean ownNamespace) {
    Task child = new Task(parent.group);
    child.namespace = parent.namespace;
    if (ownNamespace) {
      unshare(child);
    }
    return child;
  }

  public final void unshare(Task task) {
    task.namespace = newNamespace(task);
  }

  /** Its root is where its maker is now, and stays that. */
  protected Namespace newNamespace(Task maker) {
    return new Namespace(maker.group);
  }

  /** setns(2): another view, and the same group. */
  public void join(Task task, Namespace namespace) {
    task.namespace = namespace;
  }

  public final void move(Task task, CgroupPath group) {
    task.group = group;
  }

  /** What one process reads in another's {@code /proc/PID/cgroup}. */
  public final String seen(Task viewer, Task other) {
    return shown(viewer.namespace.root(), other.group);
  }

  protected String shown(CgroupPath root, CgroupPath group) {
    return group.seenFrom(root);
  }
}
