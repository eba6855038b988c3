package dev.minidocker.image;

import dev.minidocker.image.internal.Catalog;
import dev.minidocker.image.internal.FileLock;
import dev.minidocker.image.internal.ImageLookup;
import dev.minidocker.image.internal.Removals;
import dev.minidocker.image.internal.StateFile;
import dev.minidocker.image.internal.StoreChanges;
import dev.minidocker.image.internal.StoreLayout;
import dev.minidocker.image.internal.Workspace;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What a store's images are called, and what follows when that changes. */
record ImageNames(StoreLayout layout) {

  Optional<Digest> identify(Catalog catalog, String reference) {
    return new ImageLookup(catalog, layout.digests()).find(reference);
  }

  /**
   * Changes the catalog under the store's lock.
   *
   * @throws ImageException if there is no such image
   */
  void change(String reference, BiFunction<Catalog, Digest, Catalog> change) {
    locked(reference, workspace -> changeIn(workspace, reference, change));
  }

  private Digest changeIn(
      Workspace workspace, String reference, BiFunction<Catalog, Digest, Catalog> change) {
    Catalog catalog = layout.catalog();
    Digest id = known(catalog, reference);
    byte[] changed = change.apply(catalog, id).encode();
    StateFile.write(layout.repositories(), changed, workspace.directory());
    return id;
  }

  /**
   * Remembers a name by which a registry knows an image.
   *
   * @param name {@code name@digest}
   */
  void addDigest(Image image, String name) {
    if (!layout.digests().names(image.id()).contains(name)) {
      change(
          image.id().toString(),
          (catalog, id) -> {
            layout.digests().add(name, id, catalog.images(), layout.tmp());
            return catalog;
          });
    }
  }

  /**
   * Takes a name away, and with the last one the image.
   *
   * @throws ImageException if there is no such image, or a container uses it
   */
  Removal remove(String reference) {
    return locked(
        reference,
        workspace -> {
          Catalog catalog = layout.catalog();
          Digest id = known(catalog, reference);
          boolean byName = new ImageLookup(catalog, layout.digests()).name(reference).isPresent();
          return new Removals(layout, workspace).remove(catalog, id, reference, byName);
        });
  }

  private <T> T locked(String reference, Function<Workspace, T> change) {
    known(layout.catalog(), reference); // said before anything is made or locked
    return new StoreChanges(layout)
        .make(
            () -> {
              Workspace.removeDead(layout.tmp());
              try (Workspace workspace = Workspace.make(layout.tmp())) {
                return FileLock.holding(layout.lock(), () -> change.apply(workspace));
              }
            });
  }

  private Digest known(Catalog catalog, String reference) {
    return identify(catalog, reference)
        .orElseThrow(
            () ->
                new ImageException("there is no image " + reference + "; see: mini-docker images"));
  }
}
