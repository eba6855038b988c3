package dev.minidocker.image.archive;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.Imported;
import dev.minidocker.image.LayerSource;
import dev.minidocker.image.Reference;
import dev.minidocker.image.internal.Compression;
import dev.minidocker.image.internal.FileSlice;
import dev.minidocker.image.internal.StateFile;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import dev.minidocker.image.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Reads images from one tar, in docker's form or the OCI's; the tar is not trusted. */
public final class ImageReader {
  private static final int MAX_JSON = 16 << 20;
  private static final int MAX_DEPTH = 4;

  private final ImageStore store;
  private final FileChannel archive;
  private final Map<String, TarArchiveEntry> entries = new HashMap<>();

  private ImageReader(ImageStore store, FileChannel archive, TarFile tar) {
    this.store = store;
    this.archive = archive;
    for (TarArchiveEntry entry : tar.getEntries()) {
      String name = entry.getName();
      entries.put(name.startsWith("./") ? name.substring(2) : name, entry);
    }
  }

  /**
   * What came of one image of an archive.
   *
   * @param names that it has now by the archive; there may be none
   */
  public record Loaded(Imported imported, List<String> names) {
    public Loaded {
      names = List.copyOf(names);
    }
  }

  /**
   * Takes in all images of an archive.
   *
   * @param archive plain or compressed by gzip or zstd; copied first, since its table of contents
   *     comes last
   * @throws ImageException if it is not such an archive, or damaged
   */
  public static List<Loaded> read(ImageStore store, InputStream archive) throws IOException {
    try (FileChannel copy = store.scratchFile()) {
      Compression.undo(archive).transferTo(Channels.newOutputStream(copy));
      return read(store, copy.position(0));
    } catch (IOException e) {
      if (!StateFile.diskIsFull(e)) {
        throw e;
      }
      throw new ImageException(
          "no space left for a copy of the archive: make room, or load it from a file that is not"
              + " compressed, which needs none",
          e);
    }
  }

  /** The same, from an open file that needs no copy. */
  public static List<Loaded> read(ImageStore store, FileChannel archive) {
    try (TarFile tar = new TarFile(archive)) {
      return new ImageReader(store, archive, tar).images();
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageException("this is not an archive of images: " + e.getMessage(), e);
    }
  }

  /** Whether this is an archive that has to be copied, since it is compressed. */
  public static boolean isCompressed(FileChannel archive) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(Compression.MAGIC_BYTES);
    archive.read(first, 0);
    return Compression.of(first.array()) != Compression.NONE;
  }

  private List<Loaded> images() throws IOException {
    if (entries.containsKey("manifest.json")) {
      return dockers();
    } else if (entries.containsKey("index.json")) {
      return layout();
    }
    if (entries.isEmpty()) {
      throw new ImageException("this is not an archive of images: it is empty");
    }
    throw new ImageException(
        "this is not an archive of images: it has neither manifest.json nor index.json; for the"
            + " archive of a root file system, use mini-docker import");
  }

  private List<Loaded> dockers() throws IOException {
    String array = new String(content("manifest.json"), StandardCharsets.UTF_8);
    byte[] object = ("{\"images\":" + array + "}").getBytes(StandardCharsets.UTF_8);
    List<Loaded> loaded = new ArrayList<>();
    for (JsonFields image : json(object, "manifest.json").objects("images")) {
      List<LayerSource> layers = new ArrayList<>();
      image.texts("Layers").forEach(path -> layers.add(() -> open(path)));
      loaded.add(receive(content(image.text("Config")), layers, image.texts("RepoTags")));
    }
    return loaded;
  }

  /** Several names of one image are several entries of the index. */
  private List<Loaded> layout() throws IOException {
    List<Loaded> loaded = new ArrayList<>();
    for (JsonFields entry : json(content("index.json"), "index.json").objects("manifests")) {
      loaded.add(manifest(entry, names(entry.object("annotations")), 0));
    }
    return loaded;
  }

  /** Where podman and skopeo write a whole name, others write a tag alone, which names no image. */
  private static List<String> names(JsonFields annotations) {
    String name = annotations.text("io.containerd.image.name");
    if (!name.isEmpty()) {
      return List.of(name);
    }
    String reference = annotations.text("org.opencontainers.image.ref.name");
    return reference.contains(":") && Reference.isName(reference) ? List.of(reference) : List.of();
  }

  private Loaded manifest(JsonFields descriptor, List<String> names, int depth) throws IOException {
    JsonFields manifest = json(blob(descriptor), "a manifest");
    List<JsonFields> platforms = manifest.objects("manifests");
    if (!platforms.isEmpty() && depth < MAX_DEPTH) {
      return manifest(forThisMachine(platforms), names, depth + 1);
    }
    List<LayerSource> layers = new ArrayList<>();
    for (JsonFields layer : manifest.objects("layers")) {
      String path = path(layer);
      layers.add(() -> open(path));
    }
    return receive(blob(manifest.object("config")), layers, names);
  }

  private static JsonFields forThisMachine(List<JsonFields> manifests) {
    for (JsonFields manifest : manifests) {
      if (Platform.host().runs(Platform.of(manifest))) {
        return manifest;
      }
    }
    throw new ImageException("the archive has no image for " + Platform.host());
  }

  private Loaded receive(byte[] config, List<LayerSource> layers, List<String> names) {
    List<String> familiar = names.stream().map(name -> Reference.parse(name).toString()).toList();
    return new Loaded(store.receive(config, layers, familiar), familiar);
  }

  private static String path(JsonFields descriptor) {
    return "blobs/sha256/" + Digest.parse(descriptor.text("digest")).hex();
  }

  private byte[] blob(JsonFields descriptor) throws IOException {
    byte[] content = content(path(descriptor));
    if (!Digest.of(content).toString().equals(descriptor.text("digest"))) {
      throw new ImageException(
          "the archive is damaged: " + path(descriptor) + " is not what its name says");
    }
    return content;
  }

  private static JsonFields json(byte[] content, String what) {
    return new JsonFields(Json.read(content, what), what);
  }

  private byte[] content(String path) throws IOException {
    try (InputStream in = open(path)) {
      byte[] content = in.readNBytes(MAX_JSON + 1);
      if (content.length > MAX_JSON) {
        throw new ImageException("the archive is damaged: " + path + " is too long");
      }
      return content;
    }
  }

  /** Docker's older archives have links for layers that are there already. */
  private InputStream open(String path) throws IOException {
    TarArchiveEntry entry = entries.get(path);
    if (entry != null && (entry.isSymbolicLink() || entry.isLink())) {
      String target = entry.getLinkName();
      String resolved = entry.isLink() ? target : URI.create("/" + path).resolve(target).getPath();
      entry = entries.get(resolved.replaceFirst("^/", ""));
    }
    if (entry == null || !entry.isFile()) {
      throw new ImageException("the archive is incomplete: it has no file " + path);
    }
    return new FileSlice(archive, entry.getDataOffset(), entry.getSize());
  }
}
