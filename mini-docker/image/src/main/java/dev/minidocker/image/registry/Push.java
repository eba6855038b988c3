package dev.minidocker.image.registry;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LayerOrigin;
import dev.minidocker.image.internal.FileSlice;
import dev.minidocker.image.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Brings an image to a registry: only the blobs that it does not have, the manifest last. */
public final class Push {
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
  private static final int ORIGINS_TRIED = 4;

  private final RemoteReference reference;
  private final RegistryClient client;
  private final RemoteBlobs blobs;
  private final Consumer<LayerProgress> progress;

  /**
   * @param insecure whether the registry speaks without TLS
   * @param progress gets what happens to each layer
   */
  public Push(RemoteReference reference, boolean insecure, Consumer<LayerProgress> progress) {
    this.reference = reference;
    this.client = new RegistryClient(reference, insecure);
    this.blobs = new RemoteBlobs(client, reference.familiarName());
    this.progress = progress;
  }

  /**
   * What is there now.
   *
   * @param digest of the manifest
   * @param bytes of the manifest
   */
  public record Pushed(Digest digest, int bytes) {}

  /**
   * Brings it there.
   *
   * @throws ImageException if it may not be put there, or cannot be written out
   */
  public Pushed from(ImageStore store, Image image) {
    try {
      image.config().diffIds().forEach(diffId -> say(diffId, "Preparing"));
      List<Map<String, Object>> layers = new ArrayList<>();
      for (int i = 0; i < image.config().diffIds().size(); i++) {
        layers.add(layer(store, image, i));
      }
      byte[] config = store.configBytes(image);
      if (!blobs.has(image.id())) {
        blobs.upload(image.id(), BodyPublishers.ofByteArray(config));
      }
      Map<String, Object> manifest = new LinkedHashMap<>();
      manifest.put("schemaVersion", 2);
      manifest.put("mediaType", MANIFEST);
      manifest.put("config", descriptor(CONFIG, image.id(), config.length));
      manifest.put("layers", layers);
      Pushed pushed = put(Json.write(manifest));
      store.addDigest(image, reference.familiarName(), pushed.digest());
      return pushed;
    } catch (IOException e) {
      throw new ImageException("cannot push " + reference.familiar() + ": " + e.getMessage(), e);
    }
  }

  private Map<String, Object> layer(ImageStore store, Image image, int index) throws IOException {
    Digest diffId = image.config().diffIds().get(index);
    List<LayerOrigin> origins = store.origins(image, index);
    Optional<LayerOrigin> known = knownThere(diffId, origins);
    LayerOrigin there = known.isPresent() ? known.get() : send(store, image, index);
    if (!origins.contains(there)) {
      store.addOrigin(image, index, there);
    }
    return descriptor(LAYER, there.digest(), there.bytes());
  }

  /** The layer as the registry has it already, in this repository or one that it shares with. */
  private Optional<LayerOrigin> knownThere(Digest diffId, List<LayerOrigin> origins)
      throws IOException {
    List<LayerOrigin> near =
        origins.stream()
            .filter(origin -> origin.domain().equals(reference.domain()))
            .limit(ORIGINS_TRIED)
            .toList();
    for (LayerOrigin origin : near) {
      if (blobs.has(origin.digest())) {
        say(diffId, "Layer already exists");
        return Optional.of(here(origin.digest(), origin.bytes()));
      }
    }
    for (LayerOrigin origin : near) {
      if (!origin.path().equals(reference.path()) && blobs.mount(origin)) {
        say(diffId, "Mounted from " + origin.path());
        return Optional.of(here(origin.digest(), origin.bytes()));
      }
    }
    return Optional.empty();
  }

  private LayerOrigin here(Digest digest, long bytes) {
    return new LayerOrigin(reference.domain(), reference.path(), digest, bytes);
  }

  private LayerOrigin send(ImageStore store, Image image, int index) throws IOException {
    Digest diffId = image.config().diffIds().get(index);
    try (FileChannel file = store.scratchFile()) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 17);
      DigestOutputStream hashed = new DigestOutputStream(out, Digest.sha256());
      GZIPOutputStream gzip = new GZIPOutputStream(hashed, 1 << 16);
      store.writeLayer(image, index, gzip);
      gzip.finish();
      out.flush();
      Digest digest = Digest.of(hashed.getMessageDigest());
      boolean present = blobs.has(digest);
      if (!present) {
        blobs.upload(digest, body(file, id(diffId)));
      }
      say(diffId, present ? "Layer already exists" : "Pushed");
      return here(digest, file.size());
    }
  }

  private BodyPublisher body(FileChannel file, String id) throws IOException {
    long bytes = file.size();
    BodyPublisher content =
        BodyPublishers.ofInputStream(
            () ->
                new CountedStream(
                    new FileSlice(file, 0, bytes),
                    done -> progress.accept(new LayerProgress(id, "Pushing", done, bytes)),
                    () -> {}));
    return BodyPublishers.fromPublisher(content, bytes);
  }

  private void say(Digest diffId, String what) {
    progress.accept(LayerProgress.of(id(diffId), what));
  }

  private static String id(Digest diffId) {
    return diffId.shortened();
  }

  private Pushed put(byte[] manifest) throws IOException {
    HttpResponse<InputStream> response =
        client.send(
            client
                .request("manifests/" + reference.tag())
                .header("Content-Type", MANIFEST)
                .PUT(BodyPublishers.ofByteArray(manifest)));
    if (response.statusCode() != 201) {
      throw client.refused("the manifest of " + reference.familiar(), response);
    }
    response.body().close();
    return new Pushed(Digest.of(manifest), manifest.length);
  }

  private static Map<String, Object> descriptor(String type, Digest digest, long bytes) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", type);
    descriptor.put("size", bytes);
    descriptor.put("digest", digest);
    return descriptor;
  }
}
