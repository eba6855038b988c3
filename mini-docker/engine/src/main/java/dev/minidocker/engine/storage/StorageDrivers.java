package dev.minidocker.engine.storage;

import dev.minidocker.engine.StartFailure;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Which storage driver a state directory has. It is chosen once: the containers that are kept there
 * cannot be read with another.
 *
 * <p>The choice is a symbolic link, {@code storage-driver}, because making one is atomic; without
 * it, a directory in which something is has {@code overlay2}.
 */
public final class StorageDrivers {
  private static final int AT_FDCWD = -100;
  private static final int LONGEST_NAME = 64;

  private StorageDrivers() {}

  /** The names of those that there are; the first is the default. */
  public static List<String> names() {
    return List.of(OverlayDriver.NAME, "vfs", "btrfs");
  }

  /** The default, for who needs it in particular. */
  public static StorageDriver overlay() {
    return new OverlayDriver();
  }

  /**
   * The driver of a state directory.
   *
   * @param asked the driver that it has to be, or becomes if nothing is there yet
   * @throws StartFailure if there is no such driver, or the directory has another
   */
  public static StorageDriver of(Path root, Optional<String> asked) {
    Optional<String> present = remembered(root);
    if (asked.isEmpty()) {
      return named(present.orElse(OverlayDriver.NAME));
    }
    StorageDriver driver = named(asked.get());
    String kept = present.orElseGet(() -> remember(root, driver));
    if (!kept.equals(driver.name())) {
      throw new StartFailure(
          "the state directory "
              + root
              + " was made with the storage driver "
              + kept
              + ", not "
              + driver.name()
              + ". Leave --storage-driver and MINI_DOCKER_STORAGE_DRIVER out, or name another"
              + " directory by MINI_DOCKER_ROOT");
    }
    return driver;
  }

  private static StorageDriver named(String name) {
    return switch (name) {
      case OverlayDriver.NAME -> new OverlayDriver();
      case "vfs" -> new TreeDriver(new VfsTrees());
      case "btrfs" -> new TreeDriver(new BtrfsTrees());
      default -> throw new StartFailure(whyNot(name));
    };
  }

  private static String whyNot(String name) {
    String choice = "; there are " + String.join(", ", names());
    return switch (name) {
      case "zfs" ->
          "no storage driver zfs: it is no part of Linux, and its datasets are made by its own"
              + " programs, while mini-docker makes system calls only"
              + choice;
      case "devicemapper" ->
          "no storage driver devicemapper: it copies blocks, not files, of disks that have to be"
              + " set up first, and docker has given it up for overlay2"
              + choice;
      case "aufs" ->
          "no storage driver aufs: it never became a part of Linux; overlay2 does the same, and the"
              + " union lab shows where they differ"
              + choice;
      case "overlay" -> "no storage driver overlay: overlay2 took its place" + choice;
      default -> "no storage driver \"" + name + "\"" + choice;
    };
  }

  /** On the way of every start: one system call. */
  private static Optional<String> remembered(Path root) {
    byte[] name = new byte[LONGEST_NAME];
    long length =
        Kernel.tryCall(Syscall.READLINKAT, AT_FDCWD, place(root).toString(), name, name.length);
    if (length >= 0) {
      return Optional.of(new String(name, 0, (int) length, StandardCharsets.UTF_8));
    } else if (length == -Errno.ENOENT.number() || length == -Errno.ENOTDIR.number()) {
      boolean used = Files.exists(root.resolve("layers")) || Files.exists(containers(root));
      return used ? Optional.of(OverlayDriver.NAME) : Optional.empty();
    }
    throw new ErrnoException("readlinkat(\"" + place(root) + "\")", Errno.ofResult(length));
  }

  private static Path place(Path root) {
    return root.resolve("storage-driver");
  }

  private static Path containers(Path root) {
    return root.resolve("containers");
  }

  /** Whoever comes first decides. */
  private static String remember(Path root, StorageDriver driver) {
    if (driver.name().equals(OverlayDriver.NAME)) {
      return driver.name(); // the first image or container says so
    }
    if (driver instanceof TreeDriver trees) {
      trees.check(root);
    }
    try {
      Files.createDirectories(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createSymbolicLink(place(root), Path.of(driver.name()));
      return driver.name();
    } catch (FileAlreadyExistsException e) {
      return remembered(root).orElse(driver.name());
    } catch (IOException e) {
      throw new StartFailure(
          "cannot make " + place(root) + ": " + e.getMessage(), StartFailure.OUR_FAULT, e);
    }
  }
}
