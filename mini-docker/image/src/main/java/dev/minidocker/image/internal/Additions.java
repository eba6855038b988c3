package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Images that come into the store: first their layers and configs, in their places but unknown,
 * then the catalog, which makes them known in one step.
 */
public record Additions(StoreLayout layout, Workspace workspace) {

  /**
   * Adds an image.
   *
   * @param config the image's config as it came
   * @param newLayers those that the store may not have yet
   * @param naming from the catalog and the image's id to the catalog that has the image
   * @return the new catalog
   * @throws ImageException if a layer is neither new nor there
   */
  public Catalog add(
      byte[] config, List<LayerInstaller> newLayers, BiFunction<Catalog, Digest, Catalog> naming) {
    if (!newLayers.isEmpty()) {
      LayerInstaller.synchronizeFileSystem(workspace.directory());
    }
    Digest id = Digest.of(config);
    List<Digest> diffIds = ConfigCodec.decode(config, "the image's config").diffIds();
    return FileLock.holding(
        layout.lock(),
        () -> {
          install(diffIds, newLayers);
          StateFile.write(layout.blob(id), config, workspace.directory());
          Catalog catalog = naming.apply(layout.catalog(), id);
          StateFile.write(layout.repositories(), catalog.encode(), workspace.directory());
          return catalog;
        });
  }

  /** The same files may be two layers of an image, of which one is there already. */
  private void install(List<Digest> diffIds, List<LayerInstaller> newLayers) {
    List<Digest> chain = Digest.chain(diffIds);
    List<LayerInstaller> left = new ArrayList<>(newLayers);
    for (int i = 0; i < chain.size(); i++) {
      if (!Files.exists(layout.layer(chain.get(i)))) {
        LayerInstaller layer = find(diffIds.get(i), left);
        left.remove(layer);
        layer.install(layout, chain.get(i));
      }
    }
  }

  private static LayerInstaller find(Digest diffId, List<LayerInstaller> layers) {
    return layers.stream()
        .filter(layer -> layer.unpacked().diffId().equals(diffId))
        .findFirst()
        .orElseThrow(
            () ->
                new ImageException(
                    "the layer " + diffId + " is missing: it was removed a moment ago; try again"));
  }
}
