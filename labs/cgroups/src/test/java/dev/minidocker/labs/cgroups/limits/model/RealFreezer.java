package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.cgroups.limits.Freezable;
import dev.minidocker.labs.cgroups.limits.FreezerState;
import dev.minidocker.labs.cgroups.limits.Group;
import dev.minidocker.labs.cgroups.limits.GroupRemoval;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import dev.minidocker.labs.cgroups.limits.Setting;
import dev.minidocker.labs.cgroups.limits.model.FreezerModel.Deed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** The same tree among the kernel's groups, with a process in the last one. */
final class RealFreezer {
  private static final long TO_SETTLE_NANOS = 2_000_000_000L;
  private static final long PAUSE_NANOS = 50_000;

  private final Root root;
  private final List<Group> groups = new ArrayList<>();

  private RealFreezer(FreezerTree tree, Root root) {
    this.root = root;
    String name = "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 30));
    List<Group.Seat> seats = List.of(new Group.Seat(root, List.of(new Freezable())));
    for (int parent : tree.parents()) {
      groups.add(
          parent < 0
              ? new Group("", name, seats)
              : new Group(path(groups.get(parent)), "g" + groups.size(), seats));
    }
  }

  private static String path(Group group) {
    return group.parent().isEmpty() ? group.name() : group.parent() + "/" + group.name();
  }

  /** Where groups can be frozen here. */
  static List<Root> roots() {
    return GroupRoots.ofThisMachine().roots().stream()
        .filter(one -> one.allowed() && one.controllers().contains("freezer"))
        .toList();
  }

  /** After each deed, which groups the kernel says are frozen. */
  static List<List<Boolean>> play(FreezerTree tree, Root root) {
    RealFreezer real = new RealFreezer(tree, root);
    try (Sandbox sandbox = Sandbox.start(Set.of(), Sandbox.PAUSE)) {
      sandbox.awaitPause();
      try {
        real.make(sandbox.pid());
        return real.play(tree);
      } finally {
        real.thawAll(); // what version 1 has frozen cannot be killed
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      GroupRemoval.remove(real.directory(0));
    }
  }

  private Path directory(int group) {
    return groups.get(group).directories().get(0);
  }

  private void make(int process) throws IOException {
    for (int group = 0; group < groups.size(); group++) {
      Files.createDirectory(directory(group));
    }
    Path last = directory(groups.size() - 1);
    Files.writeString(last.resolve("cgroup.procs"), Integer.toString(process));
  }

  private List<List<Boolean>> play(FreezerTree tree) throws IOException {
    List<List<Boolean>> seen = new ArrayList<>();
    for (List<Boolean> predicted : tree.play()) {
      Deed deed = tree.deeds().get(seen.size());
      write(deed.group(), deed.freeze());
      seen.add(settled(predicted));
    }
    return seen;
  }

  private void write(int group, boolean freeze) throws IOException {
    Setting setting = freeze ? Freezable.freeze(root.version()) : Freezable.thaw(root.version());
    Files.writeString(directory(group).resolve(setting.file()), setting.value());
  }

  /** What it says when it has come to what is predicted, or in the end. */
  private List<Boolean> settled(List<Boolean> predicted) {
    long deadline = System.nanoTime() + TO_SETTLE_NANOS;
    List<Boolean> frozen = frozen();
    while (!frozen.equals(predicted) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE_NANOS);
      frozen = frozen();
    }
    return frozen;
  }

  private List<Boolean> frozen() {
    return groups.stream().map(group -> FreezerState.of(group) == FreezerState.FROZEN).toList();
  }

  private void thawAll() throws IOException {
    for (int group = 0; group < groups.size() && Files.exists(directory(group)); group++) {
      write(group, false);
    }
  }
}
