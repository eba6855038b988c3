package dev.minidocker.labkit;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      return tryIn(CloneFlag.CLONE_NEWNS, TrialOverlay.program())
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

  /** The queueing discipline {@code tbf}: CONFIG_NET_SCH_TBF. */
  TOKEN_BUCKET {
    @Override
    Optional<String> findMissing() {
      return tryIn(CloneFlag.CLONE_NEWNET, TrialBucket.program())
          .map(why -> "token bucket: " + why + ", with a kernel that has the module sch_tbf");
    }
  },

  /** Links that stand on another, with a hardware address of their own. */
  MACVLAN {
    @Override
    Optional<String> findMissing() {
      return tryIn(CloneFlag.CLONE_NEWNET, TrialLink.onParent("macvlan"))
          .map(why -> "macvlan: " + why + ", with a kernel that has the module macvlan");
    }
  },

  /** Links that stand on another, and share its hardware address. */
  IPVLAN {
    @Override
    Optional<String> findMissing() {
      return tryIn(CloneFlag.CLONE_NEWNET, TrialLink.onParent("ipvlan"))
          .map(why -> "ipvlan: " + why + ", with a kernel that has the module ipvlan");
    }
  },

  /** Tunnels that carry frames in UDP packets. */
  VXLAN {
    @Override
    Optional<String> findMissing() {
      return tryIn(CloneFlag.CLONE_NEWNET, TrialLink.vxlan())
          .map(why -> "vxlan: " + why + ", with a kernel that has the module vxlan");
    }
  },

  /** To set the limits of an IPC namespace of one's own, which root always may. */
  IPC_LIMITS {
    @Override
    Optional<String> findMissing() {
      Program open = Program.of(Descriptors.openToWrite("/proc/sys/kernel/msgmax"));
      return tryIn(CloneFlag.CLONE_NEWIPC, open)
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

  /** Settings that forbid user namespaces, and the value by which they do. */
  private static final Map<String, String> SWITCHES =
      Map.of(
          "kernel/unprivileged_userns_clone", "0",
          "kernel/apparmor_restrict_unprivileged_userns", "1",
          "user/max_user_namespaces", "0");

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
    return tryIn(namespace, Program.EMPTY);
  }

  /** The only reliable way to know is to try. */
  private static Optional<String> tryIn(CloneFlag namespace, Program trial) {
    try (Sandbox sandbox = Sandbox.start(Set.of(namespace), trial)) {
      ExitStatus status = sandbox.waitFor();
      return status.value() == 0 ? Optional.empty() : Optional.of("the trial " + status);
    } catch (ErrnoException e) {
      return Optional.of(e.getMessage() + remedy());
    }
  }

  private static String remedy() {
    return SWITCHES.entrySet().stream()
        .filter(entry -> setting(entry.getKey()).equals(entry.getValue()))
        .map(entry -> entry.getKey().replace('/', '.') + " is " + entry.getValue())
        .findFirst()
        .map(cause -> ". The cause is that " + cause + "; change it with sysctl, or run as root")
        .orElse(". Run as root, or outside of the container that forbids it");
  }

  private static String setting(String name) {
    // in large pieces: of a number, a second piece would be empty
    try (InputStream file = Files.newInputStream(Path.of("/proc/sys", name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "none"; // kernels have only those of their distribution
    }
  }
}
