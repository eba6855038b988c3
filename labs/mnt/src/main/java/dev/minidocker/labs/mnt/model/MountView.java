package dev.minidocker.labs.mnt.model;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One mount as {@code /proc/PID/mountinfo} tells of it, see proc_pid_mountinfo(5).
 *
 * @param position the directories that it and its parents hang at, outermost first: unique, since
 *     no two mounts hang at the same directory of the same mount
 * @param fileSystem a number for the file system
 * @param root the directory of the file system that it shows
 * @param peers a number for its peer group, or 0
 * @param master a number for the peer group that it receives events from, or 0
 */
public record MountView(
    int namespace,
    List<String> position,
    int fileSystem,
    String root,
    int peers,
    int master,
    boolean unbindable) {

  public MountView {
    position = List.copyOf(position);
  }

  /** The same mounts in a fixed order, their file systems and groups numbered as they appear. */
  public static List<MountView> canonical(List<MountView> mounts) {
    Map<Integer, Integer> fileSystems = new HashMap<>();
    Map<Integer, Integer> groups = new HashMap<>(Map.of(0, 0));
    return mounts.stream()
        .sorted(
            Comparator.comparing(MountView::namespace)
                .thenComparing(view -> String.join(" ", view.position)))
        .map(view -> view.renumbered(fileSystems, groups))
        .toList();
  }

  private MountView renumbered(Map<Integer, Integer> fileSystems, Map<Integer, Integer> groups) {
    return new MountView(
        namespace,
        position,
        fileSystems.computeIfAbsent(fileSystem, number -> fileSystems.size()),
        root,
        groups.computeIfAbsent(peers, number -> groups.size()),
        groups.computeIfAbsent(master, number -> groups.size()),
        unbindable);
  }

  @Override
  public String toString() {
    return "namespace %d, %s: file system %d%s%s%s%s"
        .formatted(
            namespace,
            position,
            fileSystem,
            root,
            peers == 0 ? "" : " shared:" + peers,
            master == 0 ? "" : " master:" + master,
            unbindable ? " unbindable" : "");
  }
}
