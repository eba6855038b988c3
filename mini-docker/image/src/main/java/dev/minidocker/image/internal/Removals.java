package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.Pruning;
import dev.minidocker.image.Reference;
import dev.minidocker.image.Removal;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Removal of names, images and layers, under the store's lock.
 *
 * <p>First the catalog forgets, then the files go: a kill between the two leaves layers and configs
 * that no image uses, which the next removal takes along.
 */
public record Removals(StoreLayout layout, Workspace workspace) {

  /**
   * Removes a name, and with the last one the image.
   *
   * @param byName whether the reference is one of the image's names
   */
  public Removal remove(Catalog catalog, Digest id, String reference, boolean byName) {
    List<String> names = catalog.names(id);
    if (byName && names.size() > 1) {
      String name = Reference.parse(reference).toString();
      write(catalog.withoutName(name));
      return new Removal(List.of(name), Optional.empty());
    } else if (!byName && names.size() > 1) {
      throw new ImageException(
          "the image " + reference + " has " + names.size() + " names; remove these: " + names);
    }
    if (delete(catalog.withoutImage(id), layersOf(id)).isEmpty()) {
      throw new ImageException(
          "cannot remove " + names + ": a container uses it; stop that container first");
    }
    return new Removal(names, Optional.of(id));
  }

  /**
   * Removes images whatever their names, the steps of builds of which no image is left, and what
   * killed processes have left. Images that a container uses stay.
   */
  public Pruning prune(List<Digest> unwanted) {
    List<Removal> removals = new ArrayList<>();
    long reclaimed = 0;
    for (Digest id : unwanted) {
      Catalog before = layout.catalog();
      OptionalLong bytes = delete(before.withoutImage(id), layersOf(id));
      if (bytes.isPresent()) {
        removals.add(new Removal(before.names(id), Optional.of(id)));
        reclaimed += bytes.getAsLong();
      }
    }
    reclaimed += delete(withoutIdleSteps(layout.catalog()), Set.of()).orElseThrow();
    return new Pruning(removals, reclaimed);
  }

  /** A step that an image goes on from costs nothing: its layers are the image's. */
  private Catalog withoutIdleSteps(Catalog catalog) {
    Set<Digest> used = new HashSet<>();
    for (String hex : catalog.images()) {
      if (!catalog.steps().contains(hex)) {
        used.addAll(layersOf(new Digest(hex)));
      }
    }
    Catalog after = catalog;
    for (String hex : catalog.steps()) {
      Digest step = new Digest(hex);
      if (!used.containsAll(layersOf(step))) {
        after = after.withoutImage(step);
      }
    }
    return after;
  }

  /**
   * Removes what is no longer used after the change.
   *
   * @param ours layers that must not be in use by a container
   * @return the bytes that the files of removed layers held; nothing if one of ours is in use, and
   *     all is as it was
   */
  private OptionalLong delete(Catalog after, Set<Digest> ours) {
    Map<Digest, FileLock> unused = new LinkedHashMap<>();
    try {
      if (!lockUnused(after, ours, unused)) {
        return OptionalLong.empty();
      }
      long bytes = unused.keySet().stream().mapToLong(this::size).sum();
      writeMakingRoom(after, unused.keySet());
      removeUnusedBlobs(after);
      unused.keySet().forEach(this::discard);
      return OptionalLong.of(bytes);
    } finally {
      unused.values().forEach(FileLock::close);
    }
  }

  /** 0 where it is not known any more: a damaged layer can be removed, too. */
  private long size(Digest layer) {
    return Files.exists(layout.layer(layer).resolve("size")) ? layout.layerSize(layer) : 0;
  }

  /**
   * On a full disk only what is to be removed can make room: the layers go first then. A kill in
   * between leaves an image without its layers, which can be removed again.
   */
  private void writeMakingRoom(Catalog after, Set<Digest> unused) {
    try {
      write(after);
    } catch (ImageException e) {
      if (!StateFile.diskIsFull(e.getCause())) {
        throw e;
      }
      unused.forEach(layer -> FileTree.remove(layout.diff(layer).toString()));
      write(after);
    }
  }

  /** The image's own, and those of imports that were killed before the catalog knew of them. */
  private void removeUnusedBlobs(Catalog after) {
    for (Digest blob : layout.presentBlobs()) {
      if (!after.images().contains(blob.hex())) {
        FileTree.remove(layout.blob(blob).toString());
      }
    }
  }

  private Set<Digest> layersOf(Digest id) {
    return Set.copyOf(Digest.chain(layout.config(id).diffIds()));
  }

  /** Locks the layers that no image uses any more, unless a container uses one of ours. */
  private boolean lockUnused(Catalog after, Set<Digest> ours, Map<Digest, FileLock> locks) {
    Set<Digest> used = new HashSet<>();
    after.images().forEach(hex -> used.addAll(layersOf(new Digest(hex))));
    for (Digest layer : layout.presentLayers()) {
      Optional<FileLock> lock =
          used.contains(layer) ? Optional.empty() : FileLock.tryExclusive(layout.layerLock(layer));
      lock.ifPresent(held -> locks.put(layer, held));
      if (lock.isEmpty() && ours.contains(layer) && !used.contains(layer)) {
        return false;
      }
    }
    return true;
  }

  private void write(Catalog catalog) {
    StateFile.write(layout.repositories(), catalog.encode(), workspace.directory());
  }

  /** Out of sight in one step; the workspace's end removes it for good. */
  private void discard(Digest layer) {
    Path aside = workspace.directory().resolve(layer.hex());
    try {
      Files.move(layout.layer(layer), aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StateFile.failure("remove", layout.layer(layer), e);
    }
  }
}
