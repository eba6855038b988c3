package dev.minidocker.engine.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * What a container's root file system is made of, and where.
 *
 * @param layers of its image, lowest first, each as overlayfs keeps it
 * @param directory the container's own
 * @param rootless whether it is mounted in a user namespace
 * @param temporary whether nobody wants the container's changes after a crash of the machine
 */
public record ContainerRoot(
    List<Path> layers, Path directory, boolean rootless, boolean temporary) {
  public ContainerRoot {
    layers = List.copyOf(layers);
  }

  ContainerPaths paths() {
    return ContainerPaths.in(directory);
  }
}
