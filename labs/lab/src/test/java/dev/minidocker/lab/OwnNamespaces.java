package dev.minidocker.lab;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.proc.Procfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands for the machine's mounts and links: namespaces in which commands of a test run, so
 * that what they leave is told from what other programs do meanwhile. As on most machines, but not
 * on every one that tests, all its mounts are shared, so that what a container fails to keep to
 * itself arrives there.
 *
 * <p>An ordinary user, who could make no mount and no link outside of a user namespace, stays where
 * all others are, and nothing is seen.
 */
final class OwnNamespaces implements AutoCloseable {
  private final Sandbox holder;

  private OwnNamespaces(Sandbox holder) {
    this.holder = holder;
  }

  static OwnNamespaces make() {
    if (!Privilege.canMakeNamespaces()) {
      return new OwnNamespaces(null);
    }
    Program program =
        Program.of(
                Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
                Mounts.propagationBelow("/", MountFlag.MS_SHARED))
            .then(Sandbox.PAUSE);
    Sandbox holder = Sandbox.start(Set.of(CloneFlag.CLONE_NEWNS, CloneFlag.CLONE_NEWNET), program);
    holder.awaitPause();
    return new OwnNamespaces(holder);
  }

  /** The steps by which a process gets there. */
  Program enter() {
    if (holder == null) {
      return Program.EMPTY;
    }
    String directory = "/proc/" + holder.pid() + "/ns/";
    return Program.of(
        Descriptors.openToRead(directory + "net").named("own.net"),
        Descriptors.openToRead(directory + "mnt").named("own.mnt"),
        Tasks.enter("own.net", CloneFlag.CLONE_NEWNET),
        Tasks.enter("own.mnt", CloneFlag.CLONE_NEWNS));
  }

  /** The mounts and links that there are, one line each. */
  Set<String> content() throws IOException {
    Set<String> content = new TreeSet<>();
    if (holder != null) {
      Procfs.ProcessFiles files = Procfs.HOST.process(holder.pid());
      files.mounts().stream()
          .map(mount -> "mount " + mount.id() + ": " + mount.type() + " at " + mount.mountPoint())
          .forEach(content::add);
      Path links = files.directory().resolve("net").resolve("dev");
      Files.readAllLines(links).stream()
          .filter(line -> line.contains(":"))
          .map(line -> "network link " + line.strip().replaceFirst(":.*", ""))
          .forEach(content::add);
    }
    return content;
  }

  @Override
  public void close() {
    if (holder != null) {
      holder.close();
    }
  }
}
