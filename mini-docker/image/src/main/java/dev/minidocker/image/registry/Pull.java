package dev.minidocker.image.registry;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.Imported;
import dev.minidocker.image.LayerOrigin;
import dev.minidocker.image.LayerSource;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import dev.minidocker.image.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Gets an image from a registry: the one for a platform, and only the layers that are missing. */
public final class Pull {
  private static final String ACCEPTED =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final int MAX_MANIFEST = 4 << 20;
  private static final int MAX_CONFIG = 16 << 20;
  private static final int MAX_DEPTH = 4;

  private final RemoteReference reference;
  private final Platform platform;
  private final RegistryClient client;
  private final Consumer<LayerProgress> progress;

  /**
   * @param insecure whether the registry speaks without TLS
   * @param progress gets what happens to each layer, from several threads
   */
  public Pull(
      RemoteReference reference,
      Platform platform,
      boolean insecure,
      Consumer<LayerProgress> progress) {
    this.reference = reference;
    this.platform = platform;
    this.client = new RegistryClient(reference, insecure);
    this.progress = progress;
  }

  /**
   * What came.
   *
   * @param digest of the manifest, or of the index that leads to it
   * @param isNew whether the name meant another image before, or none
   */
  public record Pulled(Imported imported, Digest digest, boolean isNew) {}

  private record Fetched(JsonFields fields, Digest digest) {}

  /**
   * Gets it.
   *
   * @throws ImageException if it is not there, may not be had, or is not what it should be
   */
  public Pulled into(ImageStore store) {
    try {
      Fetched top = manifest(reference.manifest(), reference.digest());
      JsonFields manifest = forPlatform(top.fields(), 0);
      List<JsonFields> layers = manifest.objects("layers");
      if (layers.isEmpty()) {
        throw new ImageException(
            reference.familiar() + " is no image that can be run here: its manifest has no layers");
      }
      byte[] config = config(manifest.object("config"));
      List<LayerSource> sources = new ArrayList<>();
      List<Boolean> present = store.layersPresent(config);
      for (int i = 0; i < layers.size(); i++) {
        JsonFields layer = layers.get(i);
        boolean isHere = i < present.size() && present.get(i);
        say(layer, isHere ? "Already exists" : "Pulling fs layer");
        sources.add(() -> open(layer));
      }
      List<String> names =
          reference.digest().isPresent() ? List.of() : List.of(reference.familiar());
      Optional<Image> before = store.find(Digest.of(config).toString());
      boolean isNew = before.isEmpty() || !before.get().names().containsAll(names);
      Imported imported = store.receive(config, sources, names);
      rememberOrigins(store, imported.image(), layers);
      store.addDigest(imported.image(), reference.familiarName(), top.digest());
      return new Pulled(imported, top.digest(), isNew);
    } catch (IOException e) {
      throw new ImageException("cannot pull " + reference.familiar() + ": " + e.getMessage(), e);
    }
  }

  private JsonFields forPlatform(JsonFields manifest, int depth) throws IOException {
    List<JsonFields> manifests = manifest.objects("manifests");
    if (manifests.isEmpty() || depth > MAX_DEPTH) {
      return manifest;
    }
    for (JsonFields one : manifests) {
      if (platform.runs(Platform.of(one))) {
        Digest digest = Digest.parse(one.text("digest"));
        return forPlatform(manifest(digest.toString(), Optional.of(digest)).fields(), depth + 1);
      }
    }
    throw new ImageException(
        "no matching manifest for "
            + platform
            + " in the manifest list of "
            + reference.familiar());
  }

  private Fetched manifest(String name, Optional<Digest> expected) throws IOException {
    HttpRequest.Builder request = client.request("manifests/" + name).header("Accept", ACCEPTED);
    HttpResponse<InputStream> response = client.send(request);
    if (response.statusCode() != 200) {
      throw client.refused("manifest for " + reference.familiar(), response);
    }
    try (InputStream body = RegistryClient.body(response)) {
      byte[] content = body.readNBytes(MAX_MANIFEST + 1);
      Digest digest = Digest.of(content);
      if (content.length > MAX_MANIFEST || !expected.orElse(digest).equals(digest)) {
        throw new ImageException(
            "the registry sent something else than the manifest " + name + " of " + reference);
      }
      return new Fetched(
          new JsonFields(Json.read(content, "the manifest"), "the manifest"), digest);
    }
  }

  private byte[] config(JsonFields descriptor) throws IOException {
    if (descriptor.number("size") > MAX_CONFIG) {
      throw new ImageException("the config of " + reference.familiar() + " is too long");
    }
    try (InputStream in = blob(descriptor)) {
      return in.readAllBytes();
    }
  }

  private InputStream open(JsonFields layer) throws IOException {
    long total = layer.number("size");
    return new CountedStream(
        blob(layer),
        done -> progress.accept(new LayerProgress(id(layer), "Downloading", done, total)),
        () -> say(layer, "Pull complete"));
  }

  private void say(JsonFields layer, String what) {
    progress.accept(LayerProgress.of(id(layer), what));
  }

  private static String id(JsonFields layer) {
    return Digest.parse(layer.text("digest")).shortened();
  }

  /** So that they need not be sent to this registry again. */
  private void rememberOrigins(ImageStore store, Image image, List<JsonFields> layers) {
    for (int i = 0; i < layers.size(); i++) {
      JsonFields layer = layers.get(i);
      if (layer.text("mediaType").endsWith("gzip")) {
        LayerOrigin origin =
            new LayerOrigin(
                reference.domain(),
                reference.path(),
                Digest.parse(layer.text("digest")),
                layer.number("size"));
        if (!store.origins(image, i).contains(origin)) {
          store.addOrigin(image, i, origin);
        }
      }
    }
  }

  private InputStream blob(JsonFields descriptor) throws IOException {
    Digest digest = Digest.parse(descriptor.text("digest"));
    long bytes = descriptor.number("size");
    if (bytes < 0) {
      throw new ImageException("the manifest is damaged: a blob of " + bytes + " bytes");
    }
    return new RemoteBlob(client, digest, bytes);
  }
}
