package dev.minidocker.labs.unionfs.model;

import dev.minidocker.labs.unionfs.Overlay;
import dev.minidocker.labs.unionfs.OverlayConfig;
import dev.minidocker.labs.unionfs.OverlayOption;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The acts as system calls in a real union, whose steps expect what a model predicts. */
final class RealUnion {
  static final Path PLACE = Path.of("/tmp");
  static final Path MERGED = PLACE.resolve("merged");
  private static final int O_WRONLY = 1;
  private static final int O_TRUNC = 01000;
  private static final int O_APPEND = 02000;
  private static final int AT_REMOVEDIR = 0x200;

  private final Set<OverlayOption> options;
  private final boolean userXattr;
  private final List<Step> steps = new ArrayList<>();
  private final List<Path> lowers = new ArrayList<>();
  private Path upper;

  RealUnion(Set<OverlayOption> options, boolean userXattr) {
    this.options = options;
    this.userXattr = userXattr;
  }

  /** The steps that make the union and do all of it, each with the result that is predicted. */
  Program program(List<Act> acts, UnionModel prediction) {
    steps.add(Mounts.propagationBelow("/", MountFlag.MS_PRIVATE));
    steps.add(Mounts.mount("tmpfs", PLACE.toString(), "tmpfs", null));
    steps.add(Nodes.directory(MERGED.toString(), 0755));
    lowers.add(directory("lower"));
    newUpper();
    for (Act act : acts) {
      Optional<Errno> refusal = prediction.apply(act);
      if (act instanceof Act.Commit) {
        steps.add(Mounts.unmount(MERGED.toString()));
        lowers.add(0, upper);
        newUpper();
      } else {
        add(act, refusal);
      }
    }
    return new Program(steps);
  }

  /** Where what changed since the last commit is. */
  Path upper() {
    return upper;
  }

  private Path directory(String name) {
    Path directory = PLACE.resolve(name);
    steps.add(Nodes.directory(directory.toString(), 0755));
    return directory;
  }

  private void newUpper() {
    upper = directory("u" + lowers.size());
    Path work = directory("w" + lowers.size());
    OverlayConfig config =
        new OverlayConfig(lowers, upper, work, MERGED, userXattr, false, options);
    steps.addAll(new Overlay().mount(config).steps());
  }

  private void add(Act act, Optional<Errno> refusal) {
    Program calls = calls(act, "act." + steps.size());
    if (refusal.isPresent()) {
      steps.add(calls.steps().get(0).on(refusal.get(), Step.FOLLOWING).expecting(Long.MAX_VALUE));
    } else {
      steps.addAll(calls.steps());
    }
  }

  private static Program calls(Act act, String name) {
    if (act instanceof Act.Create create) {
      return Program.of(Nodes.emptyFile(path(create.path()), 0644));
    } else if (act instanceof Act.Write write) {
      return open(write.path(), O_TRUNC, name).then(written(name, write.text()));
    } else if (act instanceof Act.Append append) {
      return open(append.path(), O_APPEND, name).then(written(name, append.text()));
    } else if (act instanceof Act.Truncate truncate) {
      return open(truncate.path(), 0, name)
          .then(
              Step.of(Syscall.FTRUNCATE, Arg.result(name), Arg.of(truncate.bytes())),
              Descriptors.close(name));
    } else if (act instanceof Act.Mkdir mkdir) {
      return Program.of(Nodes.directory(path(mkdir.path()), 0755));
    } else if (act instanceof Act.Symlink symlink) {
      return Program.of(Nodes.symlink("nowhere", path(symlink.path())));
    }
    return Program.of(change(act));
  }

  private static Step change(Act act) {
    if (act instanceof Act.Unlink unlink) {
      return Step.of(Syscall.UNLINKAT, Nodes.HERE, at(unlink.path()), Arg.of(0));
    } else if (act instanceof Act.Rmdir rmdir) {
      return Step.of(Syscall.UNLINKAT, Nodes.HERE, at(rmdir.path()), Arg.of(AT_REMOVEDIR));
    } else if (act instanceof Act.Rename move) {
      return Step.of(
          Syscall.RENAMEAT2, Nodes.HERE, at(move.from()), Nodes.HERE, at(move.to()), Arg.of(0));
    } else if (act instanceof Act.Link link) {
      return Step.of(
          Syscall.LINKAT, Nodes.HERE, at(link.from()), Nodes.HERE, at(link.to()), Arg.of(0));
    } else if (act instanceof Act.Chmod chmod) {
      return Step.of(Syscall.FCHMODAT, Nodes.HERE, at(chmod.path()), Arg.octal(chmod.mode()));
    }
    throw new AssertionError(act);
  }

  private static Program open(String path, int flags, String name) {
    Arg how = Arg.of(O_WRONLY | flags);
    return Program.of(Step.of(Syscall.OPENAT, Nodes.HERE, at(path), how).named(name));
  }

  private static Program written(String name, String text) {
    return Program.of(Descriptors.write(name, text), Descriptors.close(name));
  }

  private static Arg at(String path) {
    return Arg.of(path(path));
  }

  private static String path(String inUnion) {
    return MERGED.resolve(inUnion).toString();
  }
}
