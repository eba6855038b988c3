package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.doctor.Finding.Stops;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.MountInfo;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A group of one's own in some hierarchy; cgroups(7). */
final class CgroupProbe implements Probe {
  private static final String CAPABILITY = "cgroups";
  private static final Stops STOPS = Stops.of(Need.CGROUP_TREE);
  private static final List<String> USUAL =
      List.of(
          "/sys/fs/cgroup",
          "/sys/fs/cgroup/unified",
          "/sys/fs/cgroup/pids",
          "/sys/fs/cgroup/freezer");
  private static final Cause UNMOUNTED =
      new Cause(
          "no-cgroup-mount",
          "No cgroup file system is mounted here.",
          "sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup");

  @Override
  public Finding look(Machine machine, Trials trials) {
    if (!machine.hasProc()) {
      return withoutProc(machine, trials);
    }
    List<MountInfo> mounts =
        machine.mounts().stream().filter(mount -> mount.type().startsWith("cgroup")).toList();
    if (mounts.isEmpty()) {
      return Finding.no(CAPABILITY, "no cgroup file system is mounted", UNMOUNTED, STOPS);
    }
    String layout = layout(mounts);
    for (CgroupTree tree : CgroupTree.writable()) {
      Outcome outcome = make(trials, tree.directory());
      if (outcome.isAllowed()) {
        return Finding.yes(CAPABILITY, outcome + " (" + layout + ")", STOPS);
      }
    }
    Path directory =
        CgroupTree.harmless().stream()
            .findFirst()
            .map(CgroupTree::directory)
            .orElse(Path.of(mounts.get(0).mountPoint()));
    Outcome outcome = make(trials, directory);
    return Finding.no(
        CAPABILITY, outcome + " (" + layout + ")", cause(outcome, directory, mounts), STOPS);
  }

  private static Outcome make(Trials trials, Path directory) {
    String group =
        directory + "/md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 28));
    Step make = Nodes.directory(group, 0755);
    Step remove =
        Step.of(Syscall.UNLINKAT, Nodes.HERE, Arg.of(group), Arg.constant("AT_REMOVEDIR", 0x200));
    Outcome outcome = trials.of(Program.of(make, remove));
    return outcome.isAllowed() ? Outcome.allowed(make.toString()) : outcome;
  }

  private static String layout(List<MountInfo> mounts) {
    boolean one = mounts.stream().anyMatch(mount -> mount.type().equals("cgroup"));
    boolean two = mounts.stream().anyMatch(mount -> mount.type().equals("cgroup2"));
    return one && two ? "hybrid" : one ? "version 1" : "version 2";
  }

  /** Where the usual places are is known also without a list of mounts. */
  private static Finding withoutProc(Machine machine, Trials trials) {
    Outcome outcome = Outcome.allowed("");
    for (String place : USUAL) {
      if (machine.exists(place + "/cgroup.procs")) {
        outcome = make(trials, Path.of(place));
        if (outcome.isAllowed()) {
          return Finding.yes(CAPABILITY, outcome, STOPS);
        }
      }
    }
    return outcome.isAllowed()
        ? Finding.no(CAPABILITY, "no cgroup file system is mounted", UNMOUNTED, STOPS)
        : Finding.no(CAPABILITY, outcome, cause(outcome, Path.of(USUAL.get(0)), List.of()), STOPS);
  }

  private static Cause cause(Outcome outcome, Path directory, List<MountInfo> mounts) {
    if (outcome.is(Errno.EROFS)) {
      String mount =
          mounts.stream()
              .map(MountInfo::mountPoint)
              .filter(directory::startsWith)
              .max(Comparator.comparingInt(String::length))
              .orElse(directory.toString());
      return new Cause(
          "read-only", mount + " is mounted read-only.", "sudo mount -o remount,bind,rw " + mount);
    } else if (outcome.is(Errno.EACCES) || outcome.is(Errno.EPERM)) {
      return new Cause(
          "not-delegated",
          directory + " belongs to another user, who has not delegated it to this one.",
          "run as root, or: systemd-run --user --scope -p Delegate=yes bin/lab …");
    }
    return new Cause(
        "cgroup",
        directory + ": no group can be made there, or none that can be joined.",
        "run as root, with /sys/fs/cgroup mounted writable");
  }
}
