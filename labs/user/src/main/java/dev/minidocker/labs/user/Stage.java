package dev.minidocker.labs.user;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.user.UserConfig.Writer;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.proc.ProcessStatus;
import dev.minidocker.linux.proc.Procfs;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where experiments begin: a container whose root is an ordinary user of the host, whoever runs it.
 * An ordinary user maps themselves; the machine's root makes up a user who owns nothing.
 *
 * @param config the map that is written
 * @param uid who the container's root is, for the host
 */
record Stage(UserConfig config, long uid) {
  private static final UidMap EVERYBODY = new UidMap(List.of(new Range(0, 0, MapRules.NO_ID)));
  private static final int IDS = 1000;
  private static final int PR_SET_DUMPABLE = 4;

  /** One user, and one group. */
  static Stage ofOne() {
    ProcessStatus self = Procfs.HOST.self().status();
    if (!mayMapAnybody(self)) {
      int uid = (int) self.users().effective();
      return new Stage(UserConfig.single(0, uid, 0, (int) self.groups().effective()), uid);
    }
    int somebody = madeUp();
    UidMap map = UidMap.single(0, somebody);
    return new Stage(new UserConfig(map, map, Writer.STARTER), somebody);
  }

  /** As many as can be had; one, if no more. */
  static Stage ofMany() {
    ProcessStatus self = Procfs.HOST.self().status();
    if (mayMapAnybody(self)) {
      int first = madeUp();
      UidMap map = new UidMap(List.of(new Range(0, first, IDS)));
      return new Stage(new UserConfig(map, map, Writer.STARTER), first);
    }
    int uid = (int) self.users().effective();
    IdMapChoice.Account account =
        new IdMapChoice.Account(
            System.getProperty("user.name"), uid, (int) self.groups().effective());
    return new Stage(IdMapChoice.of(account, Path.of("/")).config(), uid);
  }

  /** With the capability, and where there is anybody to map. */
  private static boolean mayMapAnybody(ProcessStatus self) {
    return self.capabilities().may(Capability.CAP_SETUID)
        && Procfs.HOST.self().uidMap().equals(EVERYBODY);
  }

  private static int madeUp() {
    return ThreadLocalRandom.current().nextInt(100_000, 1 << 28);
  }

  boolean hasMany() {
    return config.userCount() > 1;
  }

  /** The experiment in a container of which the stage's user is root. */
  Experiment open(Experiment experiment, UserMechanism mechanism, CloneFlag... namespaces) {
    if (config.writer() == Writer.ITSELF) { // which the kit does, too
      return experiment.in(
          Stream.concat(Stream.of(namespaces), Stream.of(UserMechanism.NAMESPACE))
              .toArray(CloneFlag[]::new));
    }
    return experiment
        .in(namespaces)
        .unmapped()
        .then(
            Scene.narrated("The host writes the maps, while the container waits.")
                .doing(mapping(mechanism)))
        .then(
            Scene.narrated("The container's process becomes the root that there is now.")
                .doing(Action.inside(become(0))));
  }

  /** The starter's part. */
  private Action mapping(UserMechanism mechanism) {
    List<StarterAct> acts = mechanism.acts(config);
    return Action.onHost(
        acts.stream().map(StarterAct::toString).collect(Collectors.joining("; ")),
        host -> acts.forEach(act -> act.perform(host.pid())));
  }

  /**
   * The group first, while it is allowed. The change of user clears the parent-death signal, and
   * takes the process's own files in /proc away from it.
   */
  static Program become(int id) {
    Step dumpable =
        Step.of(Syscall.PRCTL, Arg.constant("PR_SET_DUMPABLE", PR_SET_DUMPABLE), Arg.of(1));
    return Program.of(Credentials.group(id), Credentials.user(id), Tasks.dieWithParent(), dumpable);
  }
}
