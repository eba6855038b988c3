package dev.minidocker.image;

import dev.minidocker.image.internal.Workspace;
import java.nio.file.Path;

/**
 * A directory in the state directory, for what is needed only for a while. It goes when it is
 * closed; what a killed process has left is removed by the next change of the images.
 */
public final class ScratchDirectory implements AutoCloseable {
  private final Workspace workspace;

  ScratchDirectory(Workspace workspace) {
    this.workspace = workspace;
  }

  public Path path() {
    return workspace.directory();
  }

  @Override
  public void close() {
    workspace.close();
  }
}
