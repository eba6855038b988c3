package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageConfig;
import dev.minidocker.image.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a store keeps what.
 *
 * <pre>
 * repositories.json          names, and which images there are
 * digests.json               which images registries know by which manifests
 * lock                       held while that file and what it implies are changed
 * blobs/sha256/DIGEST        image configs
 * layers/CHAINID/diff        an unpacked layer
 * layers/CHAINID/size        the bytes that its files hold, in decimal
 * layers/CHAINID/split       what its tar has besides the files' content; empty if that is no use
 * layers/CHAINID/origins     which registries have it, where that is known
 * layers/CHAINID/lock        held, shared, by those who use the layer
 * tmp/                       what is not complete, and what is about to go
 * </pre>
 */
public record StoreLayout(Path root) {
  public StoreLayout {
    root = root.toAbsolutePath().normalize();
  }

  /** Makes the directories that are missing; others than their owner cannot look in. */
  public void make() {
    for (Path directory : List.of(root, blobs(), layers(), tmp())) {
      try {
        if (!Files.isDirectory(directory)) {
          Files.createDirectories(
              directory,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
      } catch (IOException e) {
        throw StateFile.failure("make", directory, e);
      }
    }
  }

  public Path lock() {
    return root.resolve("lock");
  }

  public Path repositories() {
    return root.resolve("repositories.json");
  }

  public RepoDigests digests() {
    return new RepoDigests(root.resolve("digests.json"));
  }

  public Path tmp() {
    return root.resolve("tmp");
  }

  public Path layers() {
    return root.resolve("layers");
  }

  public Path blobs() {
    return root.resolve("blobs").resolve("sha256");
  }

  public Path blob(Digest digest) {
    return blobs().resolve(digest.hex());
  }

  public Path layer(Digest chainId) {
    return layers().resolve(chainId.hex());
  }

  public Path diff(Digest chainId) {
    return layer(chainId).resolve("diff");
  }

  public Path split(Digest chainId) {
    return layer(chainId).resolve("split");
  }

  public Path origins(Digest chainId) {
    return layer(chainId).resolve("origins");
  }

  public Path layerLock(Digest chainId) {
    return layer(chainId).resolve("lock");
  }

  /** The config of an image that the catalog lists. */
  public ImageConfig config(Digest id) {
    Path file = blob(id);
    byte[] json = StateFile.readOrNull(file);
    if (json == null) {
      throw damaged(file + " is missing", null);
    }
    return intact(() -> ConfigCodec.decode(json, file.toString()));
  }

  /** What the catalog lists; nothing in a store that is new. */
  public Catalog catalog() {
    byte[] json = StateFile.readOrNull(repositories());
    return intact(() -> Catalog.decode(json, repositories().toString()));
  }

  /** An image that the catalog lists. */
  public Image image(Catalog catalog, Digest id) {
    ImageConfig config = config(id);
    List<Digest> chain = Digest.chain(config.diffIds());
    return new Image(
        id,
        catalog.names(id),
        chain.stream().mapToLong(this::layerSize).sum(),
        config,
        chain.stream().map(this::diff).toList());
  }

  private <T> T intact(Supplier<T> decoding) {
    try {
      return decoding.get();
    } catch (ImageException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  /** Without its catalog a store is as a new one, and takes what it finds for left over. */
  private ImageException damaged(String what, Exception cause) {
    return new ImageException(
        "the store is damaged: "
            + what
            + ". To begin anew, remove "
            + repositories()
            + " and import the images again",
        cause);
  }

  /** What the files of a layer hold, in bytes. */
  public long layerSize(Digest chainId) {
    Path file = layer(chainId).resolve("size");
    byte[] text = StateFile.readOrNull(file);
    try {
      return Long.parseLong(text == null ? "" : new String(text, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      throw damaged(file + " is missing or no number", e);
    }
  }

  /** The layers that are there, whether an image uses them or not. */
  public List<Digest> presentLayers() {
    return digestsIn(layers());
  }

  /** The blobs that are there, whether an image uses them or not. */
  public List<Digest> presentBlobs() {
    return digestsIn(blobs());
  }

  private static List<Digest> digestsIn(Path directory) {
    List<Digest> present = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "?".repeat(64))) {
      entries.forEach(entry -> present.add(new Digest(entry.getFileName().toString())));
    } catch (IOException e) {
      throw StateFile.failure("read", directory, e);
    }
    return present;
  }
}
