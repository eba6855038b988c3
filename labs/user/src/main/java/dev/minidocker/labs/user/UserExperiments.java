package dev.minidocker.labs.user;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.ProcessStatus;
import dev.minidocker.linux.proc.Procfs;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What there is to see of user namespaces. Every call makes up new ids. */
public final class UserExperiments {
  static final Look UID = Look.number(Step.of(Syscall.GETUID));
  static final HostLook OUTSIDE = host -> firstWord(host.status("Uid"));

  private final UserMechanism mechanism;
  private final PowerExperiments power;

  /**
   * @param mechanism maps ids; a learner's own, perhaps
   */
  public UserExperiments(UserMechanism mechanism) {
    this.mechanism = mechanism;
    this.power = new PowerExperiments(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return Stream.concat(
            Stream.of(nobody(), setgroups(), nested(), ranges(), OwnerExperiment.with(mechanism)),
            power.all().stream())
        .toList();
  }

  static Experiment named(String name, String objective) {
    return Experiment.named(name, objective).needing(Need.USER_NAMESPACES);
  }

  /** Who one is depends on where one is seen from. */
  public Experiment nobody() {
    ProcessStatus self = Procfs.HOST.self().status();
    int outside = (int) self.users().effective();
    int inside = madeUp();
    UserConfig config =
        UserConfig.single(inside, outside, madeUp(), (int) self.groups().effective());
    return named("user/nobody", "an id is a number for each namespace that it is seen from")
        .unmapped()
        .then(
            Scene.narrated("A process is started in a new user namespace. Who is it?")
                .observing("user", OUTSIDE, UID)
                .expecting("inside it is nobody", (host, container) -> container.equals(NOBODY))
                .expecting(
                    "for the host it is who started it",
                    (host, container) -> host.equals(Integer.toString(outside))))
        .then(
            Scene.narrated("It writes its maps: it is to be " + inside + " inside.")
                .doing(Action.inside(mechanism.program(config)))
                .observing("user", OUTSIDE, UID)
                .expecting(
                    "inside it is " + inside,
                    (host, container) -> container.equals(Integer.toString(inside)))
                .expecting(
                    "for the host nothing has changed",
                    (host, container) -> host.equals(Integer.toString(outside))))
        .then(
            Scene.narrated("It would rather be somebody else, and writes the map again.")
                .observing(
                    "user", OUTSIDE, Attempt.write(UID_MAP, inside + 1 + " " + outside + " 1"))
                .expecting(
                    "refused: EPERM, a map is written once",
                    (host, container) -> container.startsWith("EPERM")));
  }

  /** A group may be there to keep people out: who could leave it would get in. */
  public Experiment setgroups() {
    String map = madeUp() + " " + Procfs.HOST.self().status().groups().effective() + " 1";
    HostLook state = host -> host.file("setgroups");
    Look setgroups = Look.attempt(Credentials.groups(List.of()));
    return named("user/setgroups", "who maps their own group gives up setgroups(2) before")
        .unmapped()
        .then(
            Scene.narrated("A file with mode 0604 keeps its group out. Could one leave the group?")
                .observing("its own gid_map", state, Attempt.write(GID_MAP, map))
                .expecting(
                    "refused: EPERM, for then one could",
                    (host, container) -> container.startsWith("EPERM")))
        .then(
            Scene.narrated("It gives up setgroups, for good.")
                .observing("setgroups", state, Attempt.write("/proc/self/setgroups", "deny"))
                .expecting("allowed", UserExperiments::isAllowed))
        .then(
            Scene.narrated("Now the same map once more.")
                .observing("its own gid_map", state, Attempt.write(GID_MAP, map))
                .expecting("allowed", UserExperiments::isAllowed)
                .expecting("setgroups: deny", (host, container) -> host.equals("deny")))
        .then(
            Scene.narrated("It has every capability. Does it leave its groups?")
                .observing("setgroups(0, [])", state, setgroups)
                .expecting("refused: EPERM", (host, container) -> container.startsWith("EPERM")))
        .then(
            Scene.narrated("And back?")
                .observing("setgroups", state, Attempt.write("/proc/self/setgroups", "allow"))
                .expecting("refused: EPERM", (host, container) -> container.startsWith("EPERM")));
  }

  /** Maps are applied one after the other, and whoever reads one sees numbers that they know. */
  public Experiment nested() {
    Stage stage = Stage.ofOne();
    int innermost = madeUp();
    UserConfig child = UserConfig.single(innermost, 0, madeUp(), 0);
    HostLook ofChild =
        host -> host.children().stream().map(each -> words(each.file("uid_map"))).toList().get(0);
    return stage
        .open(named("user/nested", "a map in a map"), mechanism)
        .then(
            Scene.narrated("The container's root is a number of the host.")
                .observing(
                    "uid_map",
                    host -> words(host.file("uid_map")),
                    Look.file(UID_MAP).showing(UserExperiments::words))
                .expecting("0 is " + stage.uid(), (host, map) -> map.equals(line(0, stage.uid())))
                .expecting("the host reads the same", String::equals))
        .then(
            Scene.narrated("Its child makes a namespace in the namespace: " + innermost + " is 0.")
                .doing(
                    Action.inside(
                        Fork.andStay(
                            "nested", Set.of(UserMechanism.NAMESPACE), mechanism.program(child))))
                .observing("uid_map of the child", ofChild, UID)
                .expecting(
                    "the host reads its own number, not 0",
                    (host, container) -> host.equals(line(innermost, stage.uid()))))
        .then(
            Scene.narrated("Who is the child, for the host?")
                .observing("user", host -> OUTSIDE.see(host.children().get(0)), UID)
                .expecting(
                    "the same as its parent",
                    (host, container) -> host.equals(Long.toString(stage.uid()))));
  }

  /** More than one id takes a capability outside, or newuidmap, which has it. */
  public Experiment ranges() {
    Stage stage = Stage.ofMany();
    Experiment named =
        named("user/ranges", "many users inside are as many users outside")
            .needing(stage.hasMany() ? Need.USER_NAMESPACES : Need.ROOT);
    int user = ThreadLocalRandom.current().nextInt(1, 1000);
    long outside = stage.config().users().toOutside(user).orElse(0);
    int nobody = (int) stage.config().userCount() + user;
    return stage
        .open(named, mechanism)
        .then(
            Scene.narrated("Root inside becomes user " + user + ".")
                .doing(Action.inside(Stage.become(user)))
                .observing("user", OUTSIDE, UID)
                .expecting(
                    "inside it is " + user,
                    (host, container) -> container.equals(Integer.toString(user)))
                .expecting(
                    "for the host it is " + outside,
                    (host, container) -> host.equals(Long.toString(outside))))
        .then(
            Scene.narrated("User " + nobody + " is in no range.")
                .observing("setresuid", OUTSIDE, Look.attempt(Credentials.user(nobody)))
                .expecting(
                    "refused: EINVAL, there is no such user",
                    (host, container) -> container.startsWith("EINVAL")));
  }

  private static final String NOBODY = overflowId();
  private static final String UID_MAP = "/proc/self/uid_map";
  private static final String GID_MAP = "/proc/self/gid_map";

  private static String overflowId() {
    return new Host(0).machine("sys/kernel/overflowuid");
  }

  static boolean isAllowed(String host, String container) {
    return container.equals(Attempt.ALLOWED);
  }

  static int madeUp() {
    return ThreadLocalRandom.current().nextInt(1000, 60_000);
  }

  private static String line(long inside, long outside) {
    return inside + " " + outside + " 1";
  }

  private static String words(String line) {
    return line.strip().replaceAll(" +", " ");
  }

  private static String firstWord(String line) {
    return line.split("\\s+", 2)[0];
  }
}
