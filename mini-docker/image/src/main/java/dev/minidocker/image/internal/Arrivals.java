package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.LayerSource;
import dev.minidocker.image.UnpackLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The layers of an image that comes from elsewhere: those that are missing, several at a time. */
public record Arrivals(StoreLayout layout, Workspace workspace) {
  private static final int AT_A_TIME = 3; // docker's number

  /**
   * Unpacks the layers that the store does not have.
   *
   * @param config which says what they have to be
   */
  public List<LayerInstaller> unpack(byte[] config, List<LayerSource> layers) {
    List<Digest> diffIds = ConfigCodec.decode(config, "the image's config").diffIds();
    if (diffIds.size() != layers.size()) {
      throw new ImageException(
          "the image is damaged: its config names "
              + diffIds.size()
              + " layers, its manifest "
              + layers.size());
    }
    List<Digest> chain = Digest.chain(diffIds);
    ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Future<LayerInstaller>> started = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        if (!Files.exists(layout.layer(chain.get(i)))) {
          String name = "layer-" + i;
          LayerSource source = layers.get(i);
          Digest diffId = diffIds.get(i);
          started.add(pool.submit(() -> unpack(name, source, diffId)));
        }
      }
      List<LayerInstaller> unpacked = new ArrayList<>();
      for (Future<LayerInstaller> one : started) {
        unpacked.add(finished(one));
      }
      return unpacked;
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  private LayerInstaller unpack(String name, LayerSource source, Digest expected)
      throws IOException {
    try (InputStream in = source.open()) {
      LayerInstaller layer =
          LayerInstaller.unpack(
              workspace, name, in, UnpackLimits.DEFAULT, ArchiveReader.EndMark.OPTIONAL);
      in.transferTo(OutputStream.nullOutputStream()); // what follows may be wrong, too
      if (!layer.unpacked().diffId().equals(expected)) {
        throw new ImageException(
            "the image is damaged: a layer should be "
                + expected
                + " and is "
                + layer.unpacked().diffId());
      }
      return layer;
    }
  }

  private static LayerInstaller finished(Future<LayerInstaller> layer) {
    try {
      return layer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new ImageException("cannot read a layer: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    }
  }

  /** Nobody may write into the workspace any more when it is removed. */
  private static void awaitEnd(ExecutorService pool) {
    try {
      while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
