package dev.minidocker.labs.user;

import static dev.minidocker.labs.user.UserExperiments.OUTSIDE;
import static dev.minidocker.labs.user.UserExperiments.named;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUTS;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.util.List;

/** What root inside may do, and what not; capabilities(7). */
final class PowerExperiments {
  private static final String PLACE = "/tmp";
  private static final Look CAPABILITIES =
      Look.file("/proc/self/status")
          .showing(
              status ->
                  status
                      .lines()
                      .filter(line -> line.startsWith("CapEff:"))
                      .map(line -> line.substring(7).strip())
                      .findFirst()
                      .orElse(status));

  private final UserMechanism mechanism;

  PowerExperiments(UserMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(capabilities(), securebits());
  }

  /** All capabilities, over what belongs to the namespace; none over what is the machine's. */
  Experiment capabilities() {
    Stage stage = Stage.ofOne();
    String name = "md-" + UserExperiments.madeUp();
    return stage
        .open(
            named("user/capabilities", "root inside has every capability, and no power outside"),
            mechanism,
            CLONE_NEWUTS,
            CLONE_NEWNS)
        .then(
            Scene.narrated("What may root inside do? Ask the kernel.")
                .observing("user, capabilities", OUTSIDE, CAPABILITIES)
                .expecting("everything", (host, caps) -> caps.equals(every()))
                .expecting("who is no root outside", (host, caps) -> !host.equals("0")))
        .then(
            Scene.narrated("It names the machine, in a UTS namespace that belongs to its own.")
                .observing(
                    "sethostname",
                    Host::hostName,
                    Look.attempt(Step.of(Syscall.SETHOSTNAME, Arg.of(name), Arg.of(name.length()))))
                .expecting("allowed", UserExperiments::isAllowed)
                .expecting("the host keeps its name", (host, container) -> !host.equals(name)))
        .then(
            Scene.narrated("It mounts memory, in a mount namespace that belongs to its own.")
                .observing(
                    "mount tmpfs",
                    HostLook.NOWHERE,
                    Look.attempt(Mounts.mount("tmpfs", PLACE, "tmpfs", null)))
                .expecting("allowed", UserExperiments::isAllowed))
        .then(
            refused(
                "It mounts a disk: a file system that it could have forged.",
                "mount " + diskFormat(),
                Mounts.mount("/dev/md-no-disk", PLACE, diskFormat(), null)))
        .then(
            refused(
                "It makes a device: a door to the hardware.",
                "mknodat",
                Nodes.characterDevice(PLACE + "/" + name, 0600, 1, 1)))
        .then(
            refused(
                "It sets the clock, of which there is one.",
                "settimeofday",
                Step.of(Syscall.SETTIMEOFDAY, Arg.NULL, Arg.NULL)));
  }

  private static Scene refused(String narration, String what, Step call) {
    return Scene.narrated(narration)
        .observing(what, HostLook.NOWHERE, Look.attempt(call))
        .expecting("refused: EPERM", (host, container) -> container.startsWith("EPERM"));
  }

  /** What binds root outside does not bind root inside. */
  Experiment securebits() {
    int noroot = 1;
    Look bits = Look.number(prctl("PR_GET_SECUREBITS", 27, Arg.of(0)));
    return Stage.ofOne()
        .open(
            named("user/securebits", "a new namespace begins with the usual rules for root"),
            mechanism)
        .then(
            Scene.narrated("SECBIT_NOROOT: from now on exec gives user 0 no capabilities.")
                .doing(
                    Action.inside(
                        Program.of(
                            prctl("PR_SET_SECUREBITS", 28, Arg.constant("SECBIT_NOROOT", noroot)))))
                .observing("securebits", HostLook.NOWHERE, bits)
                .expecting("set", (host, container) -> container.equals("1")))
        .then(
            Scene.narrated("It makes one more user namespace for itself.")
                .doing(Action.inside(Program.of(Tasks.unshare(UserMechanism.NAMESPACE))))
                .observing("securebits", HostLook.NOWHERE, bits)
                .expecting("none", (host, container) -> container.equals("0")))
        .then(
            Scene.narrated("Is it mighty again?")
                .observing("user, capabilities", OUTSIDE, CAPABILITIES)
                .expecting("yes, in there", (host, caps) -> caps.equals(every())));
  }

  private static Step prctl(String name, int number, Arg value) {
    return Step.of(
        Syscall.PRCTL, Arg.constant(name, number), value, Arg.of(0), Arg.of(0), Arg.of(0));
  }

  /** All capabilities that this kernel knows, as in /proc/PID/status. */
  private static String every() {
    int last = Integer.parseInt(new Host(0).machine("sys/kernel/cap_last_cap"));
    return String.format("%016x", (1L << (last + 1)) - 1);
  }

  /** The name of a file system that lives on a disk; ext4 where the kernel has none now. */
  private static String diskFormat() {
    return new Host(0)
        .machine("filesystems")
        .lines()
        .filter(line -> !line.startsWith("nodev"))
        .map(String::strip)
        .findFirst()
        .orElse("ext4");
  }
}
