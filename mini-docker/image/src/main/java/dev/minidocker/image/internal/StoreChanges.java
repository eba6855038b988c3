package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.ErrnoException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How a store is changed: what the kernel refuses is told, and what is not complete is not seen.
 */
public record StoreChanges(StoreLayout layout) {

  /** Runs what brings something, with a place for it before it is complete. */
  public <T> T inWorkspace(Function<Workspace, T> change) {
    return make(
        () -> {
          layout.make();
          Workspace.removeDead(layout.tmp());
          try (Workspace workspace = Workspace.make(layout.tmp())) {
            return change.apply(workspace);
          }
        });
  }

  /** Runs what changes the store, and says so where the kernel refuses. */
  public <T> T make(Supplier<T> change) {
    try {
      return change.get();
    } catch (ErrnoException e) {
      throw new ImageException(
          "cannot change the images in " + layout.root() + ": " + e.getMessage(), e);
    }
  }
}
