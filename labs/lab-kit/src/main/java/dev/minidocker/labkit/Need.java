package dev.minidocker.labkit;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What an experiment or a test needs of the machine, and what to do where it is missing. */
public enum Need {

  /** New namespaces: as root, or in a user namespace. */
  NAMESPACES {
    @Override
    Optional<String> findMissing() {
      return tryIn(CloneFlag.CLONE_NEWUTS).map(why -> "namespaces: " + why);
    }
  },

  /** User namespaces, also for who is root already. */
  USER_NAMESPACES {
    @Override
    Optional<String> findMissing() {
      return tryIn(CloneFlag.CLONE_NEWUSER).map(why -> "user namespaces: " + why);
    }
  },

  /** New time namespaces: Linux 5.6, built with CONFIG_TIME_NS. */
  TIME_NAMESPACES {
    @Override
    Optional<String> findMissing() {
      return tryIn(CloneFlag.CLONE_NEWTIME).map(why -> "time namespaces: " + why);
    }
  },

  /** New cgroup namespaces: Linux 4.6, built with CONFIG_CGROUPS. */
  CGROUP_NAMESPACES {
    @Override
    Optional<String> findMissing() {
      return tryIn(CloneFlag.CLONE_NEWCGROUP).map(why -> "cgroup namespaces: " + why);
    }
  },

  /** Overlay mounts of layers in memory: in a user namespace, Linux 6.6. */
  OVERLAY {
    @Override
    Optional<String> findMissing() {
      return NamespaceTrial.failure(CloneFlag.CLONE_NEWNS, TrialOverlay.program())
          .map(why -> "overlay mounts in memory: " + why);
    }
  },

  /** Groups of one's own in some hierarchy of cgroups. */
  CGROUP_TREE {
    @Override
    Optional<String> findMissing() {
      return CgroupTree.writable().isEmpty()
          ? Optional.of(
              "cgroups: there is no hierarchy (pids, freezer, net_cls, version 2) in which this"
                  + " user may make groups. Run as root, with /sys/fs/cgroup mounted writable")
          : Optional.empty();
    }
  },

  /** Groups of version 2 that tell how long their processes had to wait: CONFIG_PSI. */
  PRESSURE {
    @Override
    Optional<String> findMissing() {
      return CgroupTree.writable().stream()
              .filter(tree -> tree.membership().isUnified())
              .anyMatch(tree -> Files.exists(Path.of("/proc/pressure/cpu")))
          ? Optional.empty()
          : Optional.of(
              "pressure: /proc/pressure is not there, or no cgroup of version 2 for this user."
                  + " Start the kernel with psi=1, as root");
    }
  },

  /** Groups of version 2, be it beside version 1. */
  CGROUP_2 {
    @Override
    Optional<String> findMissing() {
      return CgroupTree.writable().stream().anyMatch(tree -> tree.membership().isUnified())
          ? Optional.empty()
          : Optional.of(
              "cgroup version 2: it is not mounted, or this user may not make groups in it. Run as"
                  + " root: mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified");
    }
  },

  /** Memory that a group keeps while others are short of it: {@code memory.low}. */
  MEMORY_PROTECTION {
    @Override
    Optional<String> findMissing() {
      return CgroupControllers.inVersion2("memory")
          ? Optional.empty()
          : Optional.of(
              "memory protection: version 2 of cgroups does not have memory here; version 1 would"
                  + " think of a reservation only where the whole machine is short. Boot with"
                  + " systemd.unified_cgroup_hierarchy=1");
    }
  },

  /** 64 MiB of swap that nobody uses. */
  SWAP {
    @Override
    Optional<String> findMissing() {
      return MemoryInfo.number("SwapFree") >= 64 << 10
          ? Optional.empty()
          : Optional.of(
              "swap: less than 64 MiB are free. Run as root: dd if=/dev/zero of=/swap bs=1M"
                  + " count=256; chmod 600 /swap; mkswap /swap; swapon /swap");
    }
  },

  /** Two huge pages, and groups that count them: CONFIG_CGROUP_HUGETLB. */
  HUGE_PAGES {
    @Override
    Optional<String> findMissing() {
      if (!CgroupControllers.have("hugetlb")) {
        return Optional.of("huge pages: this kernel has no cgroup controller hugetlb. Use another");
      }
      return TrialHugePages.find().filter(pages -> pages.free() >= 2).isPresent()
          ? Optional.empty()
          : Optional.of("huge pages: the kernel keeps none. Run as root: sysctl vm.nr_hugepages=2");
    }
  },

  /** A disk below the directory of temporary files, whose use a group can limit. */
  DISK {
    @Override
    Optional<String> findMissing() {
      return TrialDisk.find().isPresent()
          ? Optional.empty()
          : Optional.of(
              "disk: temporary files ("
                  + System.getProperty("java.io.tmpdir")
                  + ") are on no disk. Set -Djava.io.tmpdir, in JAVA_TOOL_OPTIONS, to a"
                  + " directory of an ext4 or xfs file system");
    }
  },

  /** The same, with a scheduler that keeps to weights: bfq, told to. */
  WEIGHING_DISK {
    @Override
    Optional<String> findMissing() {
      Optional<TrialDisk> disk = TrialDisk.find();
      return disk.isEmpty()
          ? DISK.findMissing()
          : disk.filter(one -> !one.keepsToWeights())
              .map(
                  one ->
                      "weighing disk: of the schedulers only bfq knows weights, and keeps to them"
                          + " when it is told to be strict. Run as root: cd "
                          + one.queue()
                          + "; echo bfq >scheduler; echo 1 >iosched/strict_guarantees");
    }
  },

  /** The queueing discipline {@code tbf}: CONFIG_NET_SCH_TBF. */
  TOKEN_BUCKET {
    @Override
    Optional<String> findMissing() {
      return NamespaceTrial.failure(CloneFlag.CLONE_NEWNET, TrialBucket.program())
          .map(why -> "token bucket: " + why + ", with a kernel that has the module sch_tbf");
    }
  },

  /** Links that stand on another, with a hardware address of their own. */
  MACVLAN {
    @Override
    Optional<String> findMissing() {
      return NamespaceTrial.failure(CloneFlag.CLONE_NEWNET, TrialLink.onParent("macvlan"))
          .map(why -> "macvlan: " + why + ", with a kernel that has the module macvlan");
    }
  },

  /** Links that stand on another, and share its hardware address. */
  IPVLAN {
    @Override
    Optional<String> findMissing() {
      return NamespaceTrial.failure(CloneFlag.CLONE_NEWNET, TrialLink.onParent("ipvlan"))
          .map(why -> "ipvlan: " + why + ", with a kernel that has the module ipvlan");
    }
  },

  /** Tunnels that carry frames in UDP packets. */
  VXLAN {
    @Override
    Optional<String> findMissing() {
      return NamespaceTrial.failure(CloneFlag.CLONE_NEWNET, TrialLink.vxlan())
          .map(why -> "vxlan: " + why + ", with a kernel that has the module vxlan");
    }
  },

  /** To set the limits of an IPC namespace of one's own, which root always may. */
  IPC_LIMITS {
    @Override
    Optional<String> findMissing() {
      Program open = Program.of(Descriptors.openToWrite("/proc/sys/kernel/msgmax"));
      return NamespaceTrial.failure(CloneFlag.CLONE_NEWIPC, open)
          .map(why -> "limits of an IPC namespace: " + why + " without root, since Linux 6.9");
    }
  },

  /** The privileges of root on the host. */
  ROOT {
    @Override
    Optional<String> findMissing() {
      return Privilege.canMakeNamespaces()
          ? Optional.empty()
          : Optional.of("root: CAP_SYS_ADMIN is not effective. Run as root");
    }
  },

  /** An ordinary user, whom the kernel refuses what it grants to root. */
  ORDINARY_USER {
    @Override
    Optional<String> findMissing() {
      return Privilege.canMakeNamespaces()
          ? Optional.of("ordinary user: CAP_SYS_ADMIN is effective. Run as another user than root")
          : Optional.empty();
    }
  };

  private static final Map<Need, Optional<String>> FOUND = new ConcurrentHashMap<>();

  /** Not every machine has these, whoever runs on it. */
  private static final Set<Need> OF_THE_MACHINE =
      EnumSet.of(MEMORY_PROTECTION, SWAP, HUGE_PAGES, WEIGHING_DISK, IPVLAN);

  /**
   * Whether it is a matter of the kernel and of how the machine is set up, which a lab's user may
   * not change.
   */
  public boolean isOfTheMachine() {
    return OF_THE_MACHINE.contains(this);
  }

  /** What is missing, why, and what to do about it; nothing if all is well. Found out once. */
  public Optional<String> missing() {
    return FOUND.computeIfAbsent(this, Need::find);
  }

  private static Optional<String> find(Need need) {
    try {
      return need.findMissing();
    } catch (UncheckedIOException e) {
      return Optional.of("/proc: " + e.getCause().getMessage() + ". Run: mount -t proc proc /proc");
    }
  }

  abstract Optional<String> findMissing();

  private static Optional<String> tryIn(CloneFlag namespace) {
    return NamespaceTrial.failure(namespace, Program.EMPTY);
  }
}
