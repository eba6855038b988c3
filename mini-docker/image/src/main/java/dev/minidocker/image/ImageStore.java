package dev.minidocker.image;

import dev.minidocker.image.internal.Additions;
import dev.minidocker.image.internal.Arrivals;
import dev.minidocker.image.internal.Catalog;
import dev.minidocker.image.internal.ConfigCodec;
import dev.minidocker.image.internal.DiskUsage;
import dev.minidocker.image.internal.FileLock;
import dev.minidocker.image.internal.ImageLookup;
import dev.minidocker.image.internal.LayerInstaller;
import dev.minidocker.image.internal.LayerOrigins;
import dev.minidocker.image.internal.Removals;
import dev.minidocker.image.internal.RepoDigests;
import dev.minidocker.image.internal.StateFile;
import dev.minidocker.image.internal.StoreLayout;
import dev.minidocker.image.internal.TarSplit;
import dev.minidocker.image.internal.Workspace;
import dev.minidocker.linux.ErrnoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The images of one state directory, kept by content: configs and layers are named by their
 * digests, so that what is there is never changed.
 *
 * <p>Any number of processes may use the same store. Each change becomes visible by one rename;
 * what a killed process has left is removed by the next change. Reading needs no lock.
 */
public final class ImageStore {
  private final StoreLayout layout;

  private ImageStore(StoreLayout layout) {
    this.layout = layout;
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
    return identify(catalog, reference).map(id -> image(catalog, id));
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
        .map(hex -> image(catalog, new Digest(hex)))
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
    Reference reference = Reference.parse(name);
    return inWorkspace(workspace -> importInto(workspace, tar, reference, options));
  }

  private Imported importInto(
      Workspace workspace, InputStream tar, Reference reference, ImportOptions options) {
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
            .add(blob, List.of(layer), (old, id) -> old.with(reference.toString(), id));
    return new Imported(image(catalog, Digest.of(blob)), layer.unpacked().warnings());
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
    List<String> tags = names.stream().map(name -> Reference.parse(name).toString()).toList();
    return inWorkspace(
        workspace -> {
          List<LayerInstaller> unpacked = new Arrivals(layout, workspace).unpack(config, layers);
          Catalog catalog =
              new Additions(layout, workspace)
                  .add(config, unpacked, (old, id) -> named(old.withImage(id), id, tags));
          List<String> warnings =
              unpacked.stream().flatMap(layer -> layer.unpacked().warnings().stream()).toList();
          return new Imported(image(catalog, Digest.of(config)), warnings);
        });
  }

  private static Catalog named(Catalog catalog, Digest id, List<String> tags) {
    Catalog named = catalog;
    for (String tag : tags) {
      named = named.with(tag, id);
    }
    return named;
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
    return changing(
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
      throw gone(image);
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
    Digest chainId = chainId(image, index);
    Digest diffId = image.config().diffIds().get(index);
    TarSplit.join(layout.split(chainId), layout.diff(chainId), diffId, out);
  }

  /** What the files of each layer hold, in bytes, lowest first. */
  public List<Long> layerSizes(Image image) {
    return Digest.chain(image.config().diffIds()).stream().map(layout::layerSize).toList();
  }

  /** How many bytes {@link #writeLayer} writes. */
  public long layerBytes(Image image, int index) throws IOException {
    Path split = layout.split(chainId(image, index));
    return TarSplit.bytes(split, image.config().diffIds().get(index));
  }

  /** Which layers of an image with this config are there already, lowest first. */
  public List<Boolean> layersPresent(byte[] config) {
    List<Digest> diffIds = ConfigCodec.decode(config, "the image's config").diffIds();
    return Digest.chain(diffIds).stream().map(id -> Files.exists(layout.layer(id))).toList();
  }

  /** Which registries have one of an image's layers, as far as pull and push know. */
  public List<LayerOrigin> origins(Image image, int index) {
    return LayerOrigins.read(layout.origins(chainId(image, index)));
  }

  /** Remembers that a registry has one of an image's layers. */
  public void addOrigin(Image image, int index, LayerOrigin origin) {
    Path file = layout.origins(chainId(image, index));
    changing(
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

  /** Remembers under which manifest a registry knows an image. */
  public void addDigest(Image image, String name, Digest manifest) {
    String key = RepoDigests.of(name, manifest);
    if (!layout.digests().names(image.id()).contains(key)) {
      change(
          image.id().toString(),
          (catalog, id) -> {
            layout.digests().add(key, id, catalog.images(), layout.tmp());
            return catalog;
          });
    }
  }

  /** Under which {@code name@digest} registries know an image, as far as pull and push know. */
  public List<String> digests(Image image) {
    return layout.digests().names(image.id());
  }

  private static Digest chainId(Image image, int index) {
    return Digest.chain(image.config().diffIds()).get(index);
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
    List<String> tags = name.map(Reference::parse).map(Reference::toString).stream().toList();
    return inWorkspace(
        workspace -> {
          LayerLease held = base.map(this::lease).orElse(new LayerLease(List.of()));
          try (held) {
            List<LayerInstaller> unpacked =
                layer.stream()
                    .map(tar -> LayerInstaller.unpack(workspace, tar, UnpackLimits.DEFAULT))
                    .toList();
            unpacked.forEach(made -> draft.addLayer(made.unpacked().diffId()));
            byte[] config = draft.encode();
            Catalog catalog =
                new Additions(layout, workspace)
                    .add(config, unpacked, (old, id) -> named(listed(old, id, listing), id, tags));
            return image(catalog, Digest.of(config));
          }
        });
  }

  private static Catalog listed(Catalog catalog, Digest id, Listing listing) {
    return listing == Listing.STEP ? catalog.withStep(id) : catalog.withImage(id);
  }

  /**
   * Gives an image one more name.
   *
   * @param reference as for {@link #find}
   * @throws ImageException if there is no such image, or the name is bad
   */
  public void tag(String reference, String name) {
    String tag = Reference.parse(name).toString();
    change(reference, (catalog, id) -> catalog.with(tag, id));
  }

  /** Has an image listed that was a step of a build. */
  public void publish(Image image) {
    change(image.id().toString(), Catalog::withImage);
  }

  private void change(String reference, BiFunction<Catalog, Digest, Catalog> change) {
    if (identify(layout.catalog(), reference).isEmpty()) { // said before anything is made or locked
      throw unknown(reference);
    }
    changing(
        () -> {
          try (Workspace workspace = Workspace.make(layout.tmp())) {
            return FileLock.holding(layout.lock(), () -> change(workspace, reference, change));
          }
        });
  }

  private Digest change(
      Workspace workspace, String reference, BiFunction<Catalog, Digest, Catalog> change) {
    Catalog catalog = layout.catalog();
    Digest id = identify(catalog, reference).orElseThrow(() -> unknown(reference));
    byte[] changed = change.apply(catalog, id).encode();
    StateFile.write(layout.repositories(), changed, workspace.directory());
    return id;
  }

  /**
   * Takes a name from an image, and removes the image with its last name.
   *
   * @param reference as for {@link #find}; an id removes an image that has at most one name
   * @throws ImageException if there is no such image, or a container uses it
   */
  public Removal remove(String reference) {
    if (identify(layout.catalog(), reference).isEmpty()) { // said before anything is made or locked
      throw unknown(reference);
    }
    return changing(
        () -> {
          Workspace.removeDead(layout.tmp());
          try (Workspace workspace = Workspace.make(layout.tmp())) {
            return FileLock.holding(layout.lock(), () -> removeFrom(workspace, reference));
          }
        });
  }

  private Removal removeFrom(Workspace workspace, String reference) {
    Catalog catalog = layout.catalog();
    Digest id = identify(catalog, reference).orElseThrow(() -> unknown(reference));
    boolean byName = new ImageLookup(catalog, layout.digests()).name(reference).isPresent();
    return new Removals(layout, workspace).remove(catalog, id, reference, byName);
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
        inWorkspace(
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
    return changing(
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

  private Optional<Digest> identify(Catalog catalog, String reference) {
    return new ImageLookup(catalog, layout.digests()).find(reference);
  }

  private Image image(Catalog catalog, Digest id) {
    ImageConfig config = layout.config(id);
    List<Digest> chain = Digest.chain(config.diffIds());
    return new Image(
        id,
        catalog.names(id),
        chain.stream().mapToLong(layout::layerSize).sum(),
        config,
        chain.stream().map(layout::diff).toList());
  }

  private static ImageException unknown(String reference) {
    return new ImageException("there is no image " + reference + "; see: mini-docker images");
  }

  private static ImageException gone(Image image) {
    return new ImageException("the image " + image.id() + " has just been removed");
  }

  /** Runs what brings something, with a place for it before it is complete. */
  private <T> T inWorkspace(Function<Workspace, T> change) {
    return changing(
        () -> {
          layout.make();
          Workspace.removeDead(layout.tmp());
          try (Workspace workspace = Workspace.make(layout.tmp())) {
            return change.apply(workspace);
          }
        });
  }

  /** Runs what changes the store, and says so where the kernel refuses. */
  private <T> T changing(Supplier<T> change) {
    try {
      return change.get();
    } catch (ErrnoException e) {
      throw new ImageException(
          "cannot change the images in " + layout.root() + ": " + e.getMessage(), e);
    }
  }
}
