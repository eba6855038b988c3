package dev.minidocker.engine;

import dev.minidocker.engine.naming.Names;
import dev.minidocker.engine.network.ContainerNetworks;
import dev.minidocker.engine.storage.StorageDriver;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The directories of all containers of this user, and the names that they go by.
 *
 * <p>{@code containers/ID} belongs to whoever holds its lock. {@code names/NAME} is a symbolic link
 * to the id: making one is atomic, so no name is given twice.
 */
final class ContainerStore {
  private static final int AT_FDCWD = -100;

  private final Path containers;
  private final Path names;
  private final StorageDriver driver;
  private final ContainerNetworks networks;

  /**
   * @param root the state directory
   * @param driver the storage driver that it has
   * @param rootless whether it is that of an ordinary user
   */
  ContainerStore(Path root, StorageDriver driver, boolean rootless) {
    this.driver = driver;
    this.containers = root.resolve("containers");
    this.names = root.resolve("names");
    this.networks = new ContainerNetworks(root, rootless);
  }

  ContainerNetworks networks() {
    return networks;
  }

  StorageDriver driver() {
    return driver;
  }

  /** Where the directory of this container is, or would be. */
  Path path(String id) {
    return containers.resolve(id);
  }

  /** The ids of all containers, also of those that are being made or removed. */
  List<String> ids() {
    String[] ids = containers.toFile().list();
    return ids == null
        ? List.of()
        : Arrays.stream(ids).filter(id -> !ContainerDirectory.isUnfinished(id)).toList();
  }

  /**
   * Makes the directory of a new container, after removing those that dead processes left.
   *
   * @throws StartFailure if the name is taken, or is none
   */
  ContainerDirectory create(String id, Optional<String> name) {
    name.ifPresent(ContainerStore::check);
    sweep();
    ContainerDirectory directory = ContainerDirectory.create(containers, id);
    try {
      name.ifPresent(chosen -> take(chosen, id, directory));
      return directory;
    } catch (RuntimeException e) {
      remove(directory);
      throw e;
    }
  }

  /**
   * Gives back what a container has of networks and groups; its files stay.
   *
   * @param dead whether the process that ran it was killed
   */
  void release(ContainerDirectory directory, boolean dead) {
    networks.release(directory.path().getFileName().toString(), dead);
    directory.removeGroups();
  }

  /** Removes a container's directory, and frees its name. */
  void remove(ContainerDirectory directory) {
    remove(directory, false);
  }

  private void remove(ContainerDirectory directory, boolean dead) {
    try (directory) {
      networks.release(directory.path().getFileName().toString(), dead);
      directory.name().ifPresent(name -> release(name, directory.path().getFileName().toString()));
      driver.discard(directory.path());
      directory.delete();
    }
  }

  /** Removes what was left by processes that were killed before they could. */
  void sweep() {
    String[] ids = containers.toFile().list();
    if (ids == null) {
      return; // no container was ever made
    }
    if (Arrays.stream(ids).anyMatch(ContainerDirectory::isUnfinished)) {
      ContainerDirectory.removeUnfinished(containers);
    }
    for (String id : ids) {
      if (ContainerDirectory.isUnfinished(id)) {
        continue;
      }
      ContainerDirectory.ofDead(containers.resolve(id))
          .ifPresent(
              dead -> {
                if (dead.isKept()) {
                  release(dead, true);
                  dead.close();
                } else {
                  remove(dead, true);
                }
              });
    }
  }

  private static void check(String name) {
    if (!Names.allowed(name)) {
      throw new StartFailure("\"" + name + "\" cannot be a container's name: " + Names.RULE);
    }
  }

  private void take(String name, String id, ContainerDirectory directory) {
    directory.write(ContainerDirectory.NAME_FILE, name);
    File folder = names.toFile();
    if (!folder.isDirectory() && !folder.mkdirs() && !folder.isDirectory()) {
      throw new StartFailure("cannot make the directory " + names);
    }
    long result = Kernel.tryCall(Syscall.SYMLINKAT, id, AT_FDCWD, names.resolve(name).toString());
    if (result == -Errno.EEXIST.number()) {
      throw new StartFailure(
          "the name \""
              + name
              + "\" is in use by container "
              + owner(name)
              + ". Choose another name");
    } else if (result < 0) {
      throw new ErrnoException(
          "symlinkat(\"" + id + "\", \"" + names.resolve(name) + "\")", Errno.ofResult(result));
    }
  }

  private void release(String name, String id) {
    if (owner(name).equals(id)) {
      FileTree.remove(names.resolve(name).toString());
    }
  }

  private String owner(String name) {
    try {
      return Files.readSymbolicLink(names.resolve(name)).toString();
    } catch (IOException e) {
      return "(just gone)";
    }
  }
}
