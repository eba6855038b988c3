package dev.minidocker.engine;

import dev.minidocker.engine.network.Connection;
import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.labs.pid.InitProgram;
import dev.minidocker.labs.user.StarterAct;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Keyrings;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.Terminals;
import java.util.List;

/** Assembles a container from the labs' mechanisms. */
public final class Container {
  private static final String CLONE = "container.clone";
  private static final String START = "container";

  private final Mechanisms labs;

  public Container(Mechanisms labs) {
    this.labs = labs;
  }

  /** The program of a container that mini-docker starts, and reports to it; see {@link Report}. */
  public Program program(Blueprint plan) {
    NetworkSandbox network = network(plan);
    return starter(plan, network)
        .then(lifeline()) // first of all: die when the starter dies
        .then(plan.confinement().enter(labs.limits())) // all that follows is counted
        .then(setUp(plan, network, Program.EMPTY))
        .then(
            command(
                plan,
                Report.FD,
                Tasks.execFirstOf(plan.executables(), plan.argv(), plan.environment())))
        .inChapter("mini-docker")
        .checked();
  }

  /**
   * The program of a container that starts by itself, without Java, and waits for its end; its
   * changes to the image live in memory and are gone then.
   *
   * @param scratch an empty directory of the host to cover by that memory, in the container's
   *     namespace only
   */
  public Program standalone(Blueprint plan, Standalone scratch) {
    NetworkSandbox network = NetworkSandbox.madeByContainer(labs.net());
    return scratch
        .starter(START, plan.cloneFlags(network))
        .then(
            Tasks.dieWithParent().named(START).because("a container does not outlive its starter"))
        .then(setUp(plan, network, scratch.directories()))
        .then(command(plan, Standalone.FIRST_FREE_FD, scratch.exec(plan)))
        .inChapter("mini-docker")
        .checked();
  }

  /**
   * The program of a container in which nothing runs: it asks once, when its root file system is
   * there to be changed from outside, and ends.
   */
  Program workshop(Blueprint plan, int question) {
    NetworkSandbox none = NetworkSandbox.madeByContainer(labs.net());
    return starter(plan, none)
        .then(lifeline())
        .then(identityMap(plan))
        .then(labs.mnt().isolate())
        .then(plan.root().mount(labs.unionfs()))
        .then(labs.mnt().enter(plan.root().target()))
        .then(labs.mnt().leave())
        .then(Report.ask(question))
        .then(Program.of(Tasks.exit(0).because("the files are as they should be")))
        .inChapter("mini-docker")
        .checked();
  }

  /** What the starter does when the program asks it to map the container's ids. */
  List<StarterAct> starterActs(Blueprint plan) {
    return plan.idMap().map(labs.user()::acts).orElse(List.of());
  }

  /** Everything between birth and exec; the order of these parts is what the course is about. */
  private Program setUp(Blueprint plan, NetworkSandbox network, Program directories) {
    boolean meanwhile = network.isMadeByStarter();
    Program sys =
        network
            .join()
            .then(plan.confinement().release(labs.limits())) // that was guarded by then
            .then(names(plan))
            .then(sys(plan)); // shows the devices of that network
    return identityMap(plan) // before anything that needs privileges in the new namespaces
        .then(plan.confinement().score()) // while the host's /proc is there
        .then(labs.uts().program(plan.names()))
        .then(keyring())
        .then(network.own())
        .then(labs.mnt().isolate()) // before the first mount, or the host would see it
        .then(directories)
        .then(labs.mnt().take(plan.attachments())) // while the host's paths can be named
        .then(labs.mnt().takeDevices(plan.devices()))
        .then(plan.root().mount(labs.unionfs()))
        .then(labs.mnt().enter(plan.root().target()))
        .then(labs.pid().mountProc()) // while the old /proc is there: the kernel demands it
        .then(meanwhile ? Program.EMPTY : sys) // in a user namespace: while the old /sys is there
        .then(labs.mnt().leave()) // from here on no path leads to the host
        .then(labs.mnt().devices(plan.devices()))
        .then(terminal(plan)) // needs /dev/pts
        .then(plan.guarded() ? labs.security().guardProc() : Program.EMPTY) // needs /dev/null
        .then(meanwhile ? sys : Program.EMPTY) // as late as can be
        .then(plan.guarded() ? labs.security().guardSys() : Program.EMPTY)
        .then(labs.mnt().attach(plan.attachments())) // over whatever the image has there
        .then(workingDirectory(plan)) // may have to be made, so before the root is read-only
        .then(plan.readOnlyRoot() ? labs.mnt().makeRootReadOnly() : Program.EMPTY)
        .then(plan.confinement().denyDevices())
        .then(plan.confinement().limitProcesses()) // set-up itself is not limited
        .then(labs.security().limit(plan.privileges())) // needs a capability that it may take
        .then(labs.security().become(plan.identity(), plan.privileges())); // no way back
  }

  private static Program names(Blueprint plan) {
    return plan.network() instanceof NetworkMode.Own own && own.named()
        ? Report.ask(Connection.NAME_SERVER)
        : Program.EMPTY;
  }

  /** Only who owns a network namespace may mount what shows it. */
  private Program sys(Blueprint plan) {
    return plan.inUserNamespace() && plan.network() instanceof NetworkMode.Host
        ? Program.EMPTY
        : labs.net().mountSys(plan.readOnlySys());
  }

  private NetworkSandbox network(Blueprint plan) {
    if (plan.network() instanceof NetworkMode.Shared shared) {
      return NetworkSandbox.shared(shared);
    } else if (plan.network() instanceof NetworkMode.Own own) {
      if (own.place().isPresent()) {
        return NetworkSandbox.connectedByStarter(
            labs.net(), own.place().get(), CLONE, own.endpoints());
      }
      // a user namespace owns the network of whoever is in it; only inside can it be made
      return plan.inUserNamespace()
          ? NetworkSandbox.madeByContainer(labs.net())
          : NetworkSandbox.madeByStarter(labs.net(), own.endpoints());
    }
    return NetworkSandbox.ofHost();
  }

  private Program starter(Blueprint plan, NetworkSandbox network) {
    Program guard = plan.confinement().guard(labs.limits());
    boolean meanwhile = network.isMadeByStarter();
    return Program.of(
            Descriptors.closeFrom(Report.FD + 1)
                .because("a JVM's descriptors are not the container's business"),
            Tasks.dieWithParent().because("a starter without mini-docker has no purpose"),
            Report.starterLives(),
            Tasks.umask(0).because("modes below mean what they say"))
        .then(network.announce())
        .then(plan.confinement().make(labs.limits()))
        .then(meanwhile ? Program.EMPTY : guard)
        .then(
            plan.confinement()
                .birth(
                    labs.limits(),
                    Tasks.cloneTo(START, plan.cloneFlags(network))
                        .named(CLONE)
                        .because(
                            "the container: a sibling of this process, alone in new namespaces")),
            Report.pidOf(CLONE))
        .then(network.make())
        .then(meanwhile ? guard : Program.EMPTY)
        .then(network.tell())
        .then(Tasks.exit(0).because("the starter has done its work"));
  }

  private static Program lifeline() {
    return Program.of(
        Tasks.dieWithParent().named(START).because("a container does not outlive its mini-docker"),
        Report.alive());
  }

  private Program identityMap(Blueprint plan) {
    return plan.idMap().map(labs.user()::program).orElse(Program.EMPTY);
  }

  private static Program keyring() {
    return Program.of(
        Keyrings.joinNewSession()
            .tolerating(Errno.ENOSYS)
            .because(
                "keys are not in any namespace: without this the host's session keys are in reach"));
  }

  private static Program terminal(Blueprint plan) {
    return plan.terminal()
        ? Terminals.open()
        : Program.of(
            Tasks.newSession()
                .because("signals of the user's terminal are mini-docker's to pass on"));
  }

  private Program workingDirectory(Blueprint plan) {
    return labs.mnt()
        .directories(plan.workingDirectory())
        .then(Nodes.changeDirectory(plan.workingDirectory()).because("where the command starts"));
  }

  /** Last of all: what is found in PATH lies in the finished tree. */
  private static Program command(Blueprint plan, int firstForeignFd, Program exec) {
    Program command =
        Program.of(
                Tasks.umask(022).because("the usual default for new files"),
                Descriptors.closeOnExecFrom(firstForeignFd)
                    .because("0, 1 and 2 are all that the command inherits"))
            .then(exec);
    return plan.init() ? InitProgram.around(command) : command;
  }
}
