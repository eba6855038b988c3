package dev.minidocker.engine.network;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUSER;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.labs.net.NetNamespace;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process that does nothing but be in a user's network namespace, which so stays. It dies with
 * this JVM. {@code netns/PID} in the state directory says which processes are such ones; who comes
 * next follows one of them, and makes new namespaces if none lives.
 */
final class NetnsHolder implements AutoCloseable {
  private static final String DIRECTORY = "netns";

  /** Who ends has left its namespaces before it is seen to have ended. */
  private static final Set<Errno> ENDING = Set.of(Errno.ENOENT, Errno.ESRCH);

  private final Child child;
  private final Path record;

  private NetnsHolder(Child child, Path record) {
    this.child = child;
    this.record = record;
  }

  /** Starts one; nobody else does so meanwhile. */
  static NetnsHolder start(Path root) {
    Path directory = root.resolve(DIRECTORY);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the directory " + directory, e);
    }
    return FileLock.ofDirectory(directory, () -> start(directory, living(directory)));
  }

  private static NetnsHolder start(Path directory, List<ProcessIdentity> others) {
    for (ProcessIdentity other : others) {
      try {
        return noted(directory, launch(NamespacePaths.of(other.pid()).enter("netns")));
      } catch (ErrnoException e) {
        if (other.isAlive() && !ENDING.contains(e.errno())) {
          throw e;
        } // else the next may live
      }
    }
    try {
      return noted(directory, launch(anew()));
    } catch (ErrnoException e) {
      throw new NetworkException(
          "networks of an ordinary user are in a user namespace of that user's, and none can be"
              + " made: "
              + e.getMessage(),
          e);
    }
  }

  /** Those that are noted and live; others are forgotten. */
  private static List<ProcessIdentity> living(Path directory) {
    List<ProcessIdentity> living = new ArrayList<>();
    try (DirectoryStream<Path> records = Files.newDirectoryStream(directory)) {
      for (Path record : records) {
        Optional<ProcessIdentity> noted = ProcessIdentity.parse(Files.readString(record));
        if (noted.filter(ProcessIdentity::isAlive).isPresent()) {
          living.add(noted.get());
        } else {
          Files.deleteIfExists(record);
        }
      }
      return living;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory, e);
    }
  }

  private static NetnsHolder noted(Path directory, Child child) {
    Path record = directory.resolve(Integer.toString(child.pid()));
    try {
      ProcessIdentity identity = ProcessIdentity.of(child.pid()).orElseThrow();
      Files.writeString(record, identity.toString());
      return new NetnsHolder(child, record);
    } catch (IOException e) {
      child.close();
      throw new UncheckedIOException("cannot write " + record, e);
    }
  }

  private static Child launch(Program arrival) {
    Program program =
        Attendant.begins()
            .then(Tasks.named("md-netns"))
            .then(arrival)
            .then(
                NetlinkProgram.open("netns.route", NetlinkSocket.NETLINK_ROUTE),
                NetlinkProgram.open("netns.rules", NetlinkSocket.NETLINK_NETFILTER))
            .then(Report.ask(0))
            .then(Tasks.exit(0));
    try (Fd nothing = Fd.open("/dev/null", OpenFlag.of(OpenFlag.O_RDWR), 0)) {
      List<Integer> streams = List.of(nothing.number(), nothing.number(), nothing.number());
      Child child =
          Launcher.launch(
              program, new Launcher.Setting(streams, Launcher.Setting.INHERITED.answer()));
      try {
        child.awaitQuestion(); // which is never answered
        return child;
      } catch (RuntimeException e) {
        child.close();
        throw e;
      }
    }
  }

  /** New namespaces, in which packets are passed on as a host with networks does. */
  private static Program anew() {
    return Program.of(Tasks.unshare(CLONE_NEWUSER, CLONE_NEWNET))
        .then(Privilege.becomeRoot())
        .then(new NetNamespace().loopbackUp())
        .then(forwarding(Forwarding.VERSION4.toString()))
        .then(forwarding(Forwarding.VERSION6.toString()));
  }

  private static Program forwarding(String setting) {
    String after = setting + ".after";
    Step open = Descriptors.openToWrite(setting).named(setting);
    return Program.of(
        setting.equals(Forwarding.VERSION6.toString())
            ? open.on(Errno.ENOENT, after)
            : open, // a kernel without IPv6
        Descriptors.write(setting, "1"),
        Descriptors.close(setting),
        Tasks.umask(077).named(after));
  }

  int pid() {
    return child.pid();
  }

  Fd pidfd() {
    return child.pidfd();
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(record);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + record, e);
    } finally {
      child.close();
    }
  }
}
