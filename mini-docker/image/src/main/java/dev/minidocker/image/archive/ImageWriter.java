package dev.minidocker.image.archive;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes images into one tar that is both of the forms that others read: an OCI layout (image-spec,
 * {@code image-layout.md}), and docker's, whose {@code manifest.json} names the same blobs.
 */
public final class ImageWriter {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private final ImageStore store;
  private final TarArchiveOutputStream tar;
  private final Set<Digest> written = new HashSet<>();
  private final List<Map<String, Object>> dockers = new ArrayList<>();
  private final List<Map<String, Object>> index = new ArrayList<>();

  private ImageWriter(ImageStore store, OutputStream out) {
    this.store = store;
    this.tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /**
   * Writes the images.
   *
   * @param images with the names that the archive shall give them
   * @param out not closed
   */
  public static void write(ImageStore store, Map<Image, List<String>> images, OutputStream out)
      throws IOException {
    ImageWriter writer = new ImageWriter(store, out);
    for (Map.Entry<Image, List<String>> image : images.entrySet()) {
      writer.add(image.getKey(), image.getValue());
    }
    writer.end();
  }

  private void add(Image image, List<String> names) throws IOException {
    List<Map<String, Object>> layers = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    List<Digest> diffIds = image.config().diffIds();
    for (int i = 0; i < diffIds.size(); i++) {
      long bytes = store.layerBytes(image, i);
      layers.add(descriptor(LAYER, diffIds.get(i), bytes));
      paths.add(path(diffIds.get(i)));
      if (written.add(diffIds.get(i))) {
        begin(path(diffIds.get(i)), bytes);
        store.writeLayer(image, i, tar);
        tar.closeArchiveEntry();
      }
    }
    byte[] config = store.configBytes(image);
    blob(config);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MANIFEST);
    manifest.put("config", descriptor(CONFIG, image.id(), config.length));
    manifest.put("layers", layers);
    byte[] json = Json.write(manifest);
    blob(json);
    index(json, names);
    Map<String, Object> dockers = new LinkedHashMap<>();
    dockers.put("Config", path(image.id()));
    dockers.put("RepoTags", names.isEmpty() ? null : names);
    dockers.put("Layers", paths);
    this.dockers.add(dockers);
  }

  private void index(byte[] manifest, List<String> names) {
    Map<String, Object> entry = descriptor(MANIFEST, Digest.of(manifest), manifest.length);
    if (names.isEmpty()) {
      index.add(entry);
    }
    for (String name : names) {
      Map<String, Object> named = new LinkedHashMap<>(entry);
      String tag = name.substring(name.lastIndexOf(':') + 1);
      named.put(
          "annotations",
          Map.of("io.containerd.image.name", name, "org.opencontainers.image.ref.name", tag));
      index.add(named);
    }
  }

  private void end() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schemaVersion", 2);
    json.put("manifests", index);
    file("index.json", Json.write(json));
    file("oci-layout", Json.write(Map.of("imageLayoutVersion", "1.0.0")));
    file("manifest.json", Json.write(dockers));
    tar.finish();
    tar.flush();
  }

  private static Map<String, Object> descriptor(String type, Digest digest, long bytes) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", type);
    descriptor.put("digest", digest);
    descriptor.put("size", bytes);
    return descriptor;
  }

  private static String path(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  private void blob(byte[] content) throws IOException {
    if (written.add(Digest.of(content))) {
      file(path(Digest.of(content)), content);
    }
  }

  private void file(String name, byte[] content) throws IOException {
    begin(name, content.length);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private void begin(String name, long bytes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes);
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
  }
}
