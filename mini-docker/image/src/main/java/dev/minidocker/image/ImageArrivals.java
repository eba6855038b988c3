package dev.minidocker.image;

import dev.minidocker.image.ImageStore.Listing;
import dev.minidocker.image.internal.Additions;
import dev.minidocker.image.internal.Arrivals;
import dev.minidocker.image.internal.Catalog;
import dev.minidocker.image.internal.ConfigCodec;
import dev.minidocker.image.internal.LayerInstaller;
import dev.minidocker.image.internal.StoreChanges;
import dev.minidocker.image.internal.StoreLayout;
import dev.minidocker.image.internal.Workspace;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The ways by which images come into a store: imported, received from elsewhere, or made here. */
record ImageArrivals(StoreLayout layout, ImageLayers layers) {

  Imported importRootfs(InputStream tar, Reference name, ImportOptions options) {
    return changes().inWorkspace(workspace -> importInto(workspace, tar, name, options));
  }

  private StoreChanges changes() {
    return new StoreChanges(layout);
  }

  private Imported importInto(
      Workspace workspace, InputStream tar, Reference name, ImportOptions options) {
    LayerInstaller layer = LayerInstaller.unpack(workspace, tar, options.limits());
    ImageConfig config =
        new ImageConfig(
            ImageConfig.hostArchitecture(),
            "linux",
            options.created().toString(),
            options.defaults(),
            List.of(layer.unpacked().diffId()));
    byte[] blob = ConfigCodec.encode(config, options.comment());
    Catalog catalog =
        new Additions(layout, workspace)
            .add(blob, List.of(layer), (old, id) -> old.with(name.toString(), id));
    return new Imported(layout.image(catalog, Digest.of(blob)), layer.unpacked().warnings());
  }

  /**
   * An image from elsewhere.
   *
   * @param tags its names, with their tags
   */
  Imported receive(byte[] config, List<LayerSource> sources, List<String> tags) {
    return changes().inWorkspace(workspace -> receiveIn(workspace, config, sources, tags));
  }

  private Imported receiveIn(
      Workspace workspace, byte[] config, List<LayerSource> sources, List<String> tags) {
    List<LayerInstaller> unpacked = new Arrivals(layout, workspace).unpack(config, sources);
    Catalog catalog =
        new Additions(layout, workspace)
            .add(config, unpacked, (old, id) -> named(old.withImage(id), id, tags));
    List<String> warnings =
        unpacked.stream().flatMap(layer -> layer.unpacked().warnings().stream()).toList();
    return new Imported(layout.image(catalog, Digest.of(config)), warnings);
  }

  /**
   * An image that is made here.
   *
   * @param tags its names, with their tags
   */
  Image add(
      ImageDraft draft,
      Optional<Image> base,
      Optional<InputStream> layer,
      List<String> tags,
      Listing listing) {
    return changes()
        .inWorkspace(
            workspace -> {
              LayerLease held = base.map(layers::lease).orElse(new LayerLease(List.of()));
              try (held) {
                return addIn(workspace, draft, layer, tags, listing);
              }
            });
  }

  private Image addIn(
      Workspace workspace,
      ImageDraft draft,
      Optional<InputStream> layer,
      List<String> tags,
      Listing listing) {
    List<LayerInstaller> unpacked =
        layer.stream()
            .map(tar -> LayerInstaller.unpack(workspace, tar, UnpackLimits.DEFAULT))
            .toList();
    unpacked.forEach(made -> draft.addLayer(made.unpacked().diffId()));
    byte[] config = draft.encode();
    Catalog catalog =
        new Additions(layout, workspace)
            .add(config, unpacked, (old, id) -> named(listed(old, id, listing), id, tags));
    return layout.image(catalog, Digest.of(config));
  }

  private static Catalog listed(Catalog catalog, Digest id, Listing listing) {
    return listing == Listing.STEP ? catalog.withStep(id) : catalog.withImage(id);
  }

  private static Catalog named(Catalog catalog, Digest id, List<String> tags) {
    Catalog named = catalog;
    for (String tag : tags) {
      named = named.with(tag, id);
    }
    return named;
  }
}
