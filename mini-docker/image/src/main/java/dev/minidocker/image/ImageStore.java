package dev.minidocker.image;

import dev.minidocker.image.internal.Catalog;
import dev.minidocker.image.internal.DiskUsage;
import dev.minidocker.image.internal.FileLock;
import dev.minidocker.image.internal.Removals;
import dev.minidocker.image.internal.RepoDigests;
import dev.minidocker.image.internal.StateFile;
import dev.minidocker.image.internal.StoreChanges;
import dev.minidocker.image.internal.StoreLayout;
import dev.minidocker.image.internal.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The images of one state directory, kept by content: configs and layers are named by their
 * digests, so that what is there is never changed.
 *
 * <p>Any number of processes may use the same store. Each change becomes visible by one rename;
 * what a killed process has left is removed by the next change. Reading needs no lock.
 */
public final class ImageStore {
  private final StoreLayout layout;
  private final StoreChanges changes;
  private final ImageNames names;
  private final ImageLayers layers;
  private final ImageArrivals arrivals;

  private ImageStore(StoreLayout layout) {
    this.layout = layout;
    this.changes = new StoreChanges(layout);
    this.names = new ImageNames(layout);
    this.layers = new ImageLayers(layout);
    this.arrivals = new ImageArrivals(layout, layers);
  }

  /**
   * Opens the store; what is missing of it is made when an image comes.
   *
   * @param root the state directory
   */
  public static ImageStore open(Path root) {
    return new ImageStore(new StoreLayout(root));
  }

  /**
   * Looks up an image.
   *
   * @param reference {@code name[:tag]}, {@code name@digest} as a registry knows it, an id, or the
   *     beginning of only one id
   */
  public Optional<Image> find(String reference) {
    Catalog catalog = layout.catalog();
    return names.identify(catalog, reference).map(id -> layout.image(catalog, id));
  }

  /** All images, the newest first. */
  public List<Image> list() {
    return list(false);
  }

  /** The same, with the steps of builds if they are wanted. */
  public List<Image> list(boolean withSteps) {
    Catalog catalog = layout.catalog();
    return catalog.images().stream()
        .filter(hex -> withSteps || !catalog.steps().contains(hex))
        .map(hex -> layout.image(catalog, new Digest(hex)))
        .sorted(Comparator.comparing(Image::created).reversed())
        .toList();
  }

  /**
   * Makes an image of one layer from an archive of a root file system.
   *
   * @param tar plain or compressed by gzip or zstd; not closed
   * @param name {@code name[:tag]}; an image that had this name loses it
   * @throws ImageException if the name or the archive is bad, or there is no room
   */
  public Imported importRootfs(InputStream tar, String name, ImportOptions options) {
    return arrivals.importRootfs(tar, Reference.parse(name), options);
  }

  /**
   * Takes in an image that comes from elsewhere, several layers at a time. What it shares with
   * images that are there already is not asked for.
   *
   * @param config as it came: its digest is the image's id, and it says what the layers have to be
   * @param layers lowest first
   * @param names {@code name[:tag]} each; images that had these names lose them
   * @throws ImageException if a layer is not what the config says; nothing is left then
   */
  public Imported receive(byte[] config, List<LayerSource> layers, List<String> names) {
    return arrivals.receive(config, layers, canonical(names));
  }

  private static List<String> canonical(List<String> names) {
    return names.stream().map(name -> Reference.parse(name).toString()).toList();
  }

  /**
   * An empty file for what has to be read twice. It has no name, so that nothing is left of it,
   * whatever happens.
   */
  public FileChannel scratchFile() {
    layout.make();
    Path path = layout.tmp().resolve(UUID.randomUUID().toString());
    try {
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      Files.delete(path);
      return file;
    } catch (IOException e) {
      throw StateFile.failure("make", path, e);
    }
  }

  /** An empty directory for a while. */
  public ScratchDirectory scratchDirectory() {
    return changes.make(
        () -> {
          layout.make();
          Workspace.removeDead(layout.tmp());
          return new ScratchDirectory(Workspace.make(layout.tmp()));
        });
  }

  /** The image's config as it came. */
  public byte[] configBytes(Image image) {
    byte[] json = StateFile.readOrNull(layout.blob(image.id()));
    if (json == null) {
      throw ImageLayers.gone(image);
    }
    return json;
  }

  /**
   * Writes one of an image's layers as the tar that it was unpacked from, byte for byte.
   *
   * @param index from the lowest layer, which is 0
   * @throws ImageException if its files are no longer what they were
   */
  public void writeLayer(Image image, int index, OutputStream out) throws IOException {
    layers.write(image, index, out);
  }

  /** What the files of each layer hold, in bytes, lowest first. */
  public List<Long> layerSizes(Image image) {
    return layers.sizes(image);
  }

  /** How many bytes {@link #writeLayer} writes. */
  public long layerBytes(Image image, int index) throws IOException {
    return layers.bytes(image, index);
  }

  /** Which layers of an image with this config are there already, lowest first. */
  public List<Boolean> layersPresent(byte[] config) {
    return layers.present(config);
  }

  /** Which registries have one of an image's layers, as far as pull and push know. */
  public List<LayerOrigin> origins(Image image, int index) {
    return layers.origins(image, index);
  }

  /** Remembers that a registry has one of an image's layers. */
  public void addOrigin(Image image, int index, LayerOrigin origin) {
    layers.addOrigin(image, index, origin);
  }

  /** Remembers under which manifest a registry knows an image. */
  public void addDigest(Image image, String name, Digest manifest) {
    names.addDigest(image, RepoDigests.of(name, manifest));
  }

  /** Under which {@code name@digest} registries know an image, as far as pull and push know. */
  public List<String> digests(Image image) {
    return layout.digests().names(image.id());
  }

  /** The config of an image, to make another image from it. */
  public ImageDraft draft(Image base) {
    Path file = layout.blob(base.id());
    return ImageDraft.of(StateFile.readOrNull(file), file.toString());
  }

  /** Who gets to see a new image. */
  public enum Listing {
    /** It is listed, with a name or without. */
    LISTED,
    /** It is a step of a build: not listed, and kept for the next build until it is pruned. */
    STEP
  }

  /**
   * Makes an image.
   *
   * @param base whose layers it has
   * @param layer the archive of one more layer
   * @param name {@code name[:tag]}; an image that had this name loses it
   * @throws ImageException if the name is bad, or there is no room; nothing is left then
   */
  public Image add(
      ImageDraft draft,
      Optional<Image> base,
      Optional<InputStream> layer,
      Optional<String> name,
      Listing listing) {
    return arrivals.add(draft, base, layer, canonical(name.stream().toList()), listing);
  }

  /**
   * Gives an image one more name.
   *
   * @param reference as for {@link #find}
   * @throws ImageException if there is no such image, or the name is bad
   */
  public void tag(String reference, String name) {
    String tag = Reference.parse(name).toString();
    names.change(reference, (catalog, id) -> catalog.with(tag, id));
  }

  /** Has an image listed that was a step of a build. */
  public void publish(Image image) {
    names.change(image.id().toString(), Catalog::withImage);
  }

  /**
   * Takes a name from an image, and removes the image with its last name.
   *
   * @param reference as for {@link #find}; an id removes an image that has at most one name
   * @throws ImageException if there is no such image, or a container uses it
   */
  public Removal remove(String reference) {
    return names.remove(reference);
  }

  /**
   * Removes images, the steps of builds of which no image is left, and what killed processes have
   * left. Images that a running container uses stay.
   *
   * @param unwanted says of each listed image whether it shall go
   */
  public Pruning prune(Predicate<Image> unwanted) {
    long leftBytes = removeLeft();
    Pruning pruning =
        changes.inWorkspace(
            workspace ->
                FileLock.holding(
                    layout.lock(),
                    () -> {
                      List<Digest> chosen =
                          list().stream().filter(unwanted).map(Image::id).toList();
                      return new Removals(layout, workspace).prune(chosen);
                    }));
    return new Pruning(pruning.removals(), leftBytes + pruning.reclaimedBytes());
  }

  /** Removes what killed processes have not completed, and says how much that was. */
  private long removeLeft() {
    return changes.make(
        () -> {
          layout.make();
          long before = DiskUsage.bytesBelow(layout.tmp());
          Workspace.removeDead(layout.tmp());
          return Math.max(0, before - DiskUsage.bytesBelow(layout.tmp()));
        });
  }

  /**
   * Keeps the image's layers from being removed.
   *
   * @throws ImageException if the image was removed since it was found
   */
  public LayerLease lease(Image image) {
    return layers.lease(image);
  }
}
