package dev.minidocker.engine.storage;

import java.nio.file.Path;

/**
 * Where the parts of a container's root file system are, in the container's own directory.
 *
 * @param upper overlayfs's word for the directory of changes
 * @param work likewise, for the kernel's own use
 * @param merged likewise, for where the whole appears; empty until something is mounted there
 * @param nothing an empty directory, for an image without files; made only if it is needed
 * @param tree all files, with a driver that copies them
 */
public record ContainerPaths(Path upper, Path work, Path merged, Path nothing, Path tree) {

  public static ContainerPaths in(Path directory) {
    return new ContainerPaths(
        directory.resolve("upper"),
        directory.resolve("work"),
        directory.resolve("merged"),
        directory.resolve("nothing"),
        directory.resolve("tree"));
  }
}
