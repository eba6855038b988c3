package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor where something is really missing; in each place others try the same calls. */
@Requires(
    value = {Need.NAMESPACES, Need.USER_NAMESPACES},
    programs = {"unshare", "mount", "setpriv"})
class DoctorIT {
  private static final String[] KINDS = {
    "uts-namespaces",
    "pid-namespaces",
    "mnt-namespaces",
    "net-namespaces",
    "ipc-namespaces",
    "time-namespaces",
    "cgroup-namespaces"
  };

  /** Asks unshare(1), mount(8) and mkdir(1); $front is how an ordinary user makes namespaces. */
  private static final String TRY_THE_SAME =
      """
      front=%s
      group=%s
      try() { name=$1; shift; "$@" >/dev/null 2>&1 && echo "$name yes" || echo "$name no"; }
      try user-namespaces unshare --user true
      for kind in uts mnt net ipc time cgroup; do
        flag=$kind; [ $kind = mnt ] && flag=mount
        try $kind-namespaces unshare $front --$flag true
      done
      try pid-namespaces unshare $front --pid --fork true
      try proc test -r /proc/self/status
      try own-proc unshare $front ${front:+--map-root-user} --mount --pid --fork \
        sh -c 'mount -t proc proc /proc'
      layers='mount -t tmpfs md /tmp && cd /tmp && mkdir l u w m &&
        mount -t overlay -o lowerdir=l,upperdir=u,workdir=w'
      try overlay unshare $front ${front:+--map-root-user} --mount \
        sh -c "$layers${front:+,userxattr} overlay m"
      try overlay-in-user-namespaces unshare --user --map-root-user --mount \
        sh -c "$layers,userxattr overlay m"
      makes_group() {
        own=$(sed -n 's/^0:://p' /proc/self/cgroup)
        for place in /sys/fs/cgroup /sys/fs/cgroup/pids /sys/fs/cgroup/freezer \
          /sys/fs/cgroup/net_cls* /sys/fs/cgroup/unified "/sys/fs/cgroup$own"; do
          [ -e $place/cgroup.procs ] && [ -w $place/cgroup.procs ] || continue
          mkdir $place/$group && rmdir $place/$group && return 0
        done
        return 1
      }
      try cgroups makes_group
      """;

  @TempDir Path state;

  /** What others find out here, written by a shell after the doctor's document. */
  private static String examination(boolean hasPrivileges) {
    String group = "md-" + Long.toHexString(ThreadLocalRandom.current().nextLong(1L << 40));
    return Command.words(Command.lab("doctor", "--json"))
        + "; echo '"
        + Examined.BORDER
        + "'; "
        + TRY_THE_SAME.formatted(hasPrivileges ? "" : "--user", group);
  }

  @Test
  void onThisMachineAsItIsEveryFindingIsWhatOthersFind() throws Exception {
    Examined here = examine(List.of("sh", "-c", examination(Privilege.canMakeNamespaces())));
    here.agrees();
    for (Lab lab : Lab.all()) {
      Set<String> impossible =
          lab.experiments().stream()
              .filter(one -> one.needs().stream().anyMatch(need -> need.missing().isPresent()))
              .map(Experiment::name)
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(impossible, here.impossible(lab.topic()));
    }
  }

  @Test
  void withoutUserNamespacesTheSettingIsNamed() throws Exception {
    String forbid = "echo 0 >/proc/sys/user/max_user_namespaces; ";
    Examined here = inNewNamespaces("--uts", forbid + examination(true));
    here.agrees().allows(KINDS).allows("overlay", "own-proc", "unfiltered-calls");
    here.blames("user.max_user_namespaces", "user-namespaces", "overlay-in-user-namespaces");
    here.hasLab("user", "no").hasLab("mnt", "partly").hasLab("uts", "yes");
  }

  @Test
  void withoutUserNamespacesAnOrdinaryUserHasNone() throws Exception {
    String forbid = "echo 0 >/proc/sys/user/max_user_namespaces; ";
    String asOrdinary =
        "exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs sh -c \"$0\"";
    List<String> command =
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "sh",
            "-c",
            forbid + asOrdinary,
            examination(false));
    Examined here = examine(command);
    here.agrees().blames("user.max_user_namespaces", KINDS).allows("proc", "unfiltered-calls");
    here.blames("user.max_user_namespaces", "user-namespaces", "overlay", "own-proc");
    here.hasNoLab();
  }

  @Test
  void withoutOverlayTheFilterThatForbidsItIsNamed() throws Exception {
    Examined here = behind(SystemCallFilter.withoutMountOptions());
    here.agrees().allows(KINDS).allows("user-namespaces", "own-proc");
    here.blames("seccomp", "overlay", "overlay-in-user-namespaces", "overlay-marks");
    here.hasLab("unionfs", "no").hasLab("pid", "yes");
  }

  @Test
  void withoutNamespacesTheFilterThatForbidsThemIsNamed() throws Exception {
    Examined here = behind(SystemCallFilter.withoutNamespaces());
    here.agrees().allows("proc");
    here.blames("seccomp", KINDS).blames("seccomp", "user-namespaces", "unfiltered-calls");
    here.hasNoLab();
  }

  @Test
  void withReadOnlyCgroupsTheMountIsNamedAndOtherExperimentsWork() throws Exception {
    String readOnly =
        "for mount in $(grep ' - cgroup' /proc/self/mountinfo | cut -d' ' -f5); do"
            + " mount -o remount,bind,ro $mount || exit 9; done; ";
    Examined here = inNewNamespaces("--mount", readOnly + examination(true));
    here.agrees().allows(KINDS).allows("user-namespaces", "overlay", "proc", "own-proc");
    here.blames("read-only", "cgroups").hasLab("cgroups", "partly").hasLab("uts", "yes");
    String run = readOnly + Command.words(Command.lab("run", "cgroups", "--auto"));
    Command.Outcome played = Command.run(state, prefixed("--mount", run)).exitsWith(0);
    for (Experiment one : experiments("cgroups")) {
      boolean impossible = here.impossible("cgroups").contains(one.name());
      assertEquals(!impossible, played.text().contains("✓ " + one.name()), played.text());
    }
  }

  @Test
  void withoutProcItSaysSoAndTriesTheRestNevertheless() throws Exception {
    Examined here = inNewNamespaces("--mount", "mount -t tmpfs md /proc; " + examination(true));
    here.agrees().allows(KINDS).allows("user-namespaces", "overlay", "unfiltered-calls");
    here.blames("no-proc", "proc").hasNoLab();
  }

  @Test
  void thePlainFormBeginsWithTheVerdictAndNamesCauseRemedyAndWhatIsStopped() throws Exception {
    String forbid = "echo 0 >/proc/sys/user/max_user_namespaces; ";
    String doctor = Command.words(Command.lab("doctor"));
    Command.Outcome told = Command.run(state, prefixed("--uts", forbid + doctor)).exitsWith(0);
    told.shows("user.max_user_namespaces is 0.", "sudo sysctl -w user.max_user_namespaces=");
    told.shows("user does not", "stops:", "ENOSPC (No space left on device)");
    assertFalse(told.text().startsWith("yes") || told.text().startsWith("no "), told.text());
  }

  private static List<Experiment> experiments(String topic) {
    return Lab.all().stream()
        .filter(lab -> lab.topic().equals(topic))
        .flatMap(lab -> lab.experiments().stream())
        .toList();
  }

  private Examined behind(SystemCallFilter filter) throws Exception {
    Path executable = state.resolve("filter");
    List<String> environment = new ArrayList<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      environment.add(variable.getKey() + "=" + variable.getValue());
    }
    filter.writeTo(executable, examination(Privilege.canMakeNamespaces()), environment);
    return examine(List.of(executable.toString()));
  }

  private Examined inNewNamespaces(String kind, String script) throws Exception {
    return examine(prefixed(kind, script));
  }

  /** In a user namespace of its own in any case where the change is about user namespaces. */
  private static List<String> prefixed(String kind, String script) {
    boolean asRoot = Privilege.canMakeNamespaces() && kind.equals("--mount");
    List<String> command = new ArrayList<>(List.of("unshare"));
    if (!asRoot) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of(kind, "env"));
    // the dynamic linker finds the JVM's libraries by /proc/self/exe
    command.add("LD_LIBRARY_PATH=" + Path.of(System.getProperty("java.home"), "lib"));
    command.addAll(List.of("sh", "-c", script));
    return command;
  }

  private Examined examine(List<String> command) throws Exception {
    return Examined.parse(Command.run(state, command).text());
  }
}
