package dev.minidocker.engine;

import dev.minidocker.labs.cgroups.limits.GroupAccounts;
import dev.minidocker.labs.cgroups.limits.MemoryLimit;
import dev.minidocker.labs.cgroups.limits.PidsLimit;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a container's limits did to it, in words. */
record LimitReport(Optional<GroupAccounts> accounts) {
  private static final Pattern GROUP_FILE =
      Pattern.compile(
          "(?:<|/mini-docker/[0-9a-f]{64}/)"
              + "((?:cgroup|cpu|cpuset|memory|pids|io|blkio|devices|hugetlb)\\.[a-zA-Z0-9_.]+)");

  static LimitReport of(Confinement confinement) {
    return new LimitReport(confinement.group().map(GroupAccounts::new));
  }

  /** The limits that were run into, a line each, while the group is there. */
  List<String> reached() {
    List<String> lines = new ArrayList<>();
    accounts.ifPresent(
        counted -> {
          counted.oomKills().stream()
              .filter(kills -> kills > 0)
              .forEach(kills -> lines.add(memory(counted, kills)));
          counted.refusedForks().stream()
              .filter(refused -> refused > 0)
              .forEach(refused -> lines.add(processes(counted, refused)));
        });
    return lines;
  }

  private static String memory(GroupAccounts counted, long kills) {
    String limit = counted.limit(MemoryLimit.class).map(one -> size(one.bytes())).orElse("?");
    return "the container reached its memory limit, "
        + limit
        + ", and the kernel killed "
        + (kills == 1 ? "a process" : kills + " processes")
        + " of it. Raise the limit with -m, or have it use less";
  }

  private static String processes(GroupAccounts counted, long refused) {
    String limit = counted.limit(PidsLimit.class).map(one -> "" + one.most()).orElse("?");
    return "the container reached its limit of "
        + limit
        + " processes; the kernel refused it "
        + (refused == 1 ? "one more" : refused + " more")
        + ". Raise the limit with --pids-limit";
  }

  /** The failure to start that a limit is to blame for, if one is. */
  Optional<StartFailure> blame(ErrnoException refusal) {
    if (accounts.isEmpty()) {
      return Optional.empty();
    }
    GroupAccounts counted = accounts.get();
    String call = refusal.call();
    if (refusal.errno() == Errno.ENOMEM && counted.limit(MemoryLimit.class).isPresent()) {
      return failure(
          "the memory limit, "
              + size(counted.limit(MemoryLimit.class).get().bytes())
              + ", is too small to set the container up: "
              + call
              + ": ENOMEM. Raise it with -m",
          refusal);
    } else if (refusal.errno() == Errno.EAGAIN
        && call.startsWith("clone")
        && counted.limit(PidsLimit.class).isPresent()) {
      return failure(
          "the limit of "
              + counted.limit(PidsLimit.class).get().most()
              + " processes is too small to set the container up. Raise it with --pids-limit",
          refusal);
    }
    return file(refusal).flatMap(file -> failure(setting(file, refusal), refusal));
  }

  /** The file of the group that was refused, if it was one: its name, or its descriptor's. */
  private static Optional<String> file(ErrnoException refusal) {
    Matcher file = GROUP_FILE.matcher(refusal.call());
    return file.find() ? Optional.of(file.group(1)) : Optional.empty();
  }

  private static String setting(String file, ErrnoException refusal) {
    return refusal.errno() == Errno.ENOENT
        ? "this kernel has no limit of that kind: the group has no file "
            + file
            + ". Leave the option out"
        : "the kernel does not take this limit: " + refusal.getMessage();
  }

  private static Optional<StartFailure> failure(String message, ErrnoException cause) {
    return Optional.of(new StartFailure(message, StartFailure.OUR_FAULT, cause));
  }

  /** As it is written in an option, if that is possible. */
  static String size(long bytes) {
    String units = "bkmgt";
    int unit = 0;
    long number = bytes;
    while (number >= 1024 && number % 1024 == 0 && unit < units.length() - 1) {
      number /= 1024;
      unit++;
    }
    return number + units.substring(unit, unit + 1);
  }
}
