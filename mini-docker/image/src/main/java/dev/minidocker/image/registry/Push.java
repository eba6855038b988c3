package dev.minidocker.image.registry;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.internal.FileSlice;
import dev.minidocker.image.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Brings an image to a registry: only the blobs that it does not have, the manifest last. */
public final class Push {
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  private static final Duration UPLOAD = Duration.ofHours(1);

  private final RemoteReference reference;
  private final RegistryClient client;
  private final Consumer<String> progress;

  /**
   * @param insecure whether the registry speaks without TLS
   * @param progress gets a line for each layer
   */
  public Push(RemoteReference reference, boolean insecure, Consumer<String> progress) {
    this.reference = reference;
    this.client = new RegistryClient(reference, insecure);
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
      List<Map<String, Object>> layers = new ArrayList<>();
      for (int i = 0; i < image.config().diffIds().size(); i++) {
        layers.add(layer(store, image, i));
      }
      byte[] config = store.configBytes(image);
      upload(image.id(), BodyPublishers.ofByteArray(config));
      Map<String, Object> manifest = new LinkedHashMap<>();
      manifest.put("schemaVersion", 2);
      manifest.put("mediaType", MANIFEST);
      manifest.put("config", descriptor(CONFIG, image.id(), config.length));
      manifest.put("layers", layers);
      return put(Json.write(manifest));
    } catch (IOException e) {
      throw new ImageException("cannot push " + reference.familiar() + ": " + e.getMessage(), e);
    }
  }

  private Map<String, Object> layer(ImageStore store, Image image, int index) throws IOException {
    try (FileChannel file = store.scratchFile()) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 17);
      DigestOutputStream hashed = new DigestOutputStream(out, Digest.sha256());
      GZIPOutputStream gzip = new GZIPOutputStream(hashed, 1 << 16);
      store.writeLayer(image, index, gzip);
      gzip.finish();
      out.flush();
      Digest digest = Digest.of(hashed.getMessageDigest());
      long bytes = file.size();
      BodyPublisher body =
          BodyPublishers.fromPublisher(
              BodyPublishers.ofInputStream(() -> new FileSlice(file, 0, bytes)), bytes);
      boolean sent = upload(digest, body);
      String id = image.config().diffIds().get(index).hex().substring(0, 12);
      progress.accept(id + (sent ? ": Pushed" : ": Layer already exists"));
      return descriptor(LAYER, digest, bytes);
    }
  }

  /** Whether it was not there before. */
  private boolean upload(Digest digest, BodyPublisher content) throws IOException {
    HttpRequest.Builder head =
        client.request("blobs/" + digest).method("HEAD", BodyPublishers.noBody());
    HttpResponse<InputStream> present = client.send(head);
    present.body().close();
    if (present.statusCode() == 200) {
      return false;
    }
    HttpResponse<InputStream> begun =
        client.send(client.request("blobs/uploads/").POST(BodyPublishers.noBody()));
    if (begun.statusCode() != 202) {
      throw client.refused("an upload to " + reference.familiarName(), begun);
    }
    begun.body().close();
    String location = begun.headers().firstValue("Location").orElse("");
    String target = location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
    URI uri = begun.uri().resolve(target);
    HttpRequest.Builder put =
        client
            .request(uri.toString())
            .header("Content-Type", "application/octet-stream")
            .timeout(UPLOAD)
            .PUT(content);
    HttpResponse<InputStream> done = client.send(put);
    if (done.statusCode() != 201) {
      throw client.refused("the upload of blob " + digest, done);
    }
    done.body().close();
    return true;
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
