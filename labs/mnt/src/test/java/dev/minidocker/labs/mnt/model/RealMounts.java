package dev.minidocker.labs.mnt.model;

import dev.minidocker.labs.mnt.Starter;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The actions of a model as one program, whose steps expect what the model predicts. One process
 * does it all, going from namespace to namespace, and stops in each at the end to be looked at.
 */
final class RealMounts {
  static final String SANDBOX = "/tmp";
  private static final int SIGKILL = 9;

  private final List<Step> steps = new ArrayList<>();
  private final List<Step> guests = new ArrayList<>();
  private int namespaces;
  private int current;
  private int madeFileSystems;

  private RealMounts() {}

  /** The model, with the one choice in which kernels differ made as this kernel makes it. */
  static MountModel modelOfThisKernel() {
    return new MountModel(Probe.COPIES_STAY_UNBINDABLE);
  }

  /** Answered once, by the kernel. */
  private static final class Probe {
    static final boolean COPIES_STAY_UNBINDABLE =
        run(
                Starter.ANYBODY.program(),
                List.of(
                    new Action.Change(0, "", PropagationType.UNBINDABLE, false),
                    new Action.Copy(0, false)),
                new MountModel())
            .get(1)
            .unbindable();
  }

  /** What the kernel makes of the actions, in the notation of the model. */
  static List<MountView> run(Program start, List<Action> actions, MountModel prediction) {
    RealMounts mounts = new RealMounts();
    mounts.begin();
    actions.forEach(action -> mounts.add(action, prediction.apply(action)));
    Program program = start.then(new Program(mounts.steps)).then(mounts.end());
    List<MountView> seen = new ArrayList<>();
    int[] pid = new int[1];
    Launcher.Setting setting =
        new Launcher.Setting(
            List.of(0, 1, 2),
            namespace -> seen.addAll(SeenMounts.of(pid[0]).inNamespace(namespace)));
    try (Child child = Launcher.launch(program, setting)) {
      pid[0] = child.pid();
      child.awaitStart();
      child.waitFor();
    }
    return MountView.canonical(seen);
  }

  private void begin() {
    steps.add(Mounts.propagationBelow("/", MountFlag.MS_PRIVATE));
    newFileSystem("");
    remember();
  }

  private Program end() {
    Program program = Program.EMPTY;
    for (int i = 0; i < namespaces; i++) {
      program = program.then(enter(i)).then(Report.ask(i));
    }
    return program.then(Tasks.exit(0)).then(new Program(guests));
  }

  private void add(Action action, Optional<Errno> prediction) {
    if (current != action.namespace()) {
      steps.add(enter(action.namespace()));
      current = action.namespace();
    }
    if (action instanceof Action.Copy copy) {
      copy(copy.guest());
    } else if (action instanceof Action.Mount mount && prediction.isEmpty()) {
      newFileSystem(mount.at());
    } else {
      Step step = step(action);
      steps.add(prediction.map(errno -> expecting(step, errno)).orElse(step));
    }
  }

  private static Step expecting(Step step, Errno errno) {
    return step.on(errno, Step.FOLLOWING).expecting(1);
  }

  private static Step step(Action action) {
    if (action instanceof Action.Mount mount) {
      return Mounts.mount("tmpfs", path(mount.at()), "tmpfs", null);
    } else if (action instanceof Action.Bind bind) {
      return bind.recursive()
          ? Mounts.bindRecursively(path(bind.from()), path(bind.to()))
          : Mounts.bind(path(bind.from()), path(bind.to()));
    } else if (action instanceof Action.Move move) {
      return Mounts.move(path(move.from()), path(move.to()));
    } else if (action instanceof Action.Unmount unmount) {
      String at = path(unmount.at());
      return unmount.detach() ? Mounts.detach(at) : Mounts.unmount(at);
    } else if (action instanceof Action.Change change) {
      MountFlag type = MountFlag.valueOf("MS_" + change.type());
      return change.recursive()
          ? Mounts.propagationBelow(path(change.at()), type)
          : Mounts.propagation(path(change.at()), type);
    }
    throw new AssertionError(action);
  }

  /** Filled before it is mounted: afterwards, no path may lead to it. */
  private void newFileSystem(String at) {
    String context = "tmpfs.context." + madeFileSystems;
    String tree = "tmpfs." + madeFileSystems++;
    steps.add(Step.of(Syscall.FSOPEN, Arg.of("tmpfs"), Arg.of(0)).named(context));
    Arg setString = Arg.constant("FSCONFIG_SET_STRING", 1);
    Arg create = Arg.constant("FSCONFIG_CMD_CREATE", 6);
    Arg source = Arg.of("source");
    steps.add(configure(context, setString, source, Arg.of(SeenMounts.SOURCE)));
    steps.add(configure(context, create, Arg.NULL, Arg.NULL));
    steps.add(Step.of(Syscall.FSMOUNT, Arg.result(context), Arg.of(0), Arg.of(0)).named(tree));
    for (String directory : List.of("a", "b", "a/a", "a/b", "b/a", "b/b")) {
      steps.add(Step.of(Syscall.MKDIRAT, Arg.result(tree), Arg.of(directory), Arg.octal(0755)));
    }
    steps.add(Mounts.attach(tree, path(at)));
    steps.add(Descriptors.close(tree)); // an open descriptor would keep it busy
    steps.add(Descriptors.close(context));
  }

  private static Step configure(String context, Arg command, Arg key, Arg value) {
    return Step.of(Syscall.FSCONFIG, Arg.result(context), command, key, value, Arg.of(0));
  }

  private void copy(boolean guest) {
    if (!guest) {
      steps.add(Tasks.unshare(CloneFlag.CLONE_NEWNS));
      remember();
      return;
    }
    String process = "guest." + namespaces;
    String pidfd = "pidfd." + namespaces;
    String start = "guest.start." + namespaces;
    List<CloneFlag> flags = List.of(CloneFlag.CLONE_NEWUSER, CloneFlag.CLONE_NEWNS);
    steps.add(Tasks.cloneTo(start, flags).named(process));
    guests.add(Tasks.dieWithParent().named(start));
    guests.add(Step.of(Syscall.PPOLL, Arg.NULL, Arg.of(0), Arg.NULL, Arg.NULL));
    steps.add(Step.of(Syscall.PIDFD_OPEN, Arg.result(process), Arg.of(0)).named(pidfd));
    steps.add(Tasks.enter(pidfd, CloneFlag.CLONE_NEWNS));
    steps.add(Step.of(Syscall.KILL, Arg.result(process), Arg.of(SIGKILL)));
    steps.add(Step.of(Syscall.WAIT4, Arg.result(process), Arg.NULL, Arg.of(0), Arg.NULL));
    remember();
  }

  /** The process has come into a new namespace: keeps hold of it. */
  private void remember() {
    current = namespaces++;
    steps.add(
        Step.of(
                Syscall.OPENAT,
                Arg.constant("AT_FDCWD", -100),
                Arg.of("/proc/self/ns/mnt"),
                Arg.constant("O_RDONLY|O_CLOEXEC", 02000000))
            .named("namespace." + current));
  }

  private static Step enter(int namespace) {
    return Tasks.enter("namespace." + namespace, CloneFlag.CLONE_NEWNS);
  }

  private static String path(String inSandbox) {
    return inSandbox.isEmpty() ? SANDBOX : SANDBOX + "/" + inSandbox;
  }
}
