package dev.minidocker.engine;

import java.nio.file.Path;

/** Where the parts of a container's root file system are; overlayfs's own words for them. */
public record ContainerPaths(Path upper, Path work, Path merged) {

  /** An empty directory, for an image without files; made only if it is needed. */
  Path nothing() {
    return upper.resolveSibling("nothing");
  }

  static ContainerPaths in(Path directory) {
    return new ContainerPaths(
        directory.resolve("upper"), directory.resolve("work"), directory.resolve("merged"));
  }
}
