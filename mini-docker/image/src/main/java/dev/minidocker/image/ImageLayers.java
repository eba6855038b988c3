package dev.minidocker.image;

import dev.minidocker.image.internal.ConfigCodec;
import dev.minidocker.image.internal.FileLock;
import dev.minidocker.image.internal.LayerOrigins;
import dev.minidocker.image.internal.StoreChanges;
import dev.minidocker.image.internal.StoreLayout;
import dev.minidocker.image.internal.TarSplit;
import dev.minidocker.image.internal.Workspace;
import dev.minidocker.linux.ErrnoException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The layers of a store's images: their files, their tars, and who uses them. */
record ImageLayers(StoreLayout layout) {

  void write(Image image, int index, OutputStream out) throws IOException {
    Digest chainId = chainId(image, index);
    Digest diffId = image.config().diffIds().get(index);
    TarSplit.join(layout.split(chainId), layout.diff(chainId), diffId, out);
  }

  /** Of the tar that {@link #write} writes. */
  long bytes(Image image, int index) throws IOException {
    Path split = layout.split(chainId(image, index));
    return TarSplit.bytes(split, image.config().diffIds().get(index));
  }

  /** Of the files of each, lowest first. */
  List<Long> sizes(Image image) {
    return Digest.chain(image.config().diffIds()).stream().map(layout::layerSize).toList();
  }

  List<Boolean> present(byte[] config) {
    List<Digest> diffIds = ConfigCodec.decode(config, "the image's config").diffIds();
    return Digest.chain(diffIds).stream().map(id -> Files.exists(layout.layer(id))).toList();
  }

  List<LayerOrigin> origins(Image image, int index) {
    return LayerOrigins.read(layout.origins(chainId(image, index)));
  }

  void addOrigin(Image image, int index, LayerOrigin origin) {
    Path file = layout.origins(chainId(image, index));
    new StoreChanges(layout)
        .make(
            () -> {
              LayerLease held = lease(image);
              try (held;
                  Workspace workspace = Workspace.make(layout.tmp())) {
                return FileLock.holding(
                    layout.lock(),
                    () -> {
                      LayerOrigins.add(file, origin, workspace.directory());
                      return origin;
                    });
              }
            });
  }

  LayerLease lease(Image image) {
    List<FileLock> locks = new ArrayList<>();
    try {
      for (Digest chainId : Digest.chain(image.config().diffIds())) {
        locks.add(FileLock.tryShared(layout.layerLock(chainId)).orElseThrow(() -> gone(image)));
      }
      return new LayerLease(locks);
    } catch (ImageException | ErrnoException e) {
      locks.forEach(FileLock::close);
      throw e instanceof ImageException known ? known : gone(image);
    }
  }

  private static Digest chainId(Image image, int index) {
    return Digest.chain(image.config().diffIds()).get(index);
  }

  static ImageException gone(Image image) {
    return new ImageException("the image " + image.id() + " has just been removed");
  }
}
