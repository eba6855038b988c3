package dev.minidocker.build;

import dev.minidocker.build.dockerfile.Dockerfile;
import dev.minidocker.build.dockerfile.Expansion;
import dev.minidocker.build.dockerfile.Instruction;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.StoppedContainer;
import dev.minidocker.engine.Workshop;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageDraft;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.tar.LayerArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be made of a container that has ended: an image, or an archive of its files. */
public final class KeptContainer {
  private final ImageStore images;
  private final StoppedContainer container;
  private final Image base;

  public KeptContainer(ImageStore images, StoppedContainer container) {
    this.images = images;
    this.container = container;
    String image = container.record().imageId().toString();
    this.base =
        images
            .find(image)
            .orElseThrow(() -> new BuildException("the container's image " + image + " is gone"));
  }

  /**
   * Makes an image of it: the container's changes are one more layer, its command the image's.
   *
   * @param changes instructions as in a Dockerfile, for the image's config
   * @param name empty: the image gets none
   */
  public Image commit(String comment, String author, List<String> changes, Optional<String> name) {
    ImageDraft draft = images.draft(base);
    ConfigChanges config = new ConfigChanges(draft, new Variables());
    draft.set("Cmd", withoutEntrypoint(draft));
    for (String change : changes) {
      Instruction instruction = Dockerfile.parseTrigger("--change", change);
      Expansion words = new Expansion(instruction.location(), Map.of(), '\\');
      if (config.apply(instruction, words).isEmpty()) {
        throw new BuildException(
            "--change \"" + change + "\": only what changes no file is possible");
      }
    }
    if (!author.isEmpty()) {
      draft.author(author);
    }
    String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    draft.record(now, String.join(" ", container.record().command()), comment, true);
    try (InputStream layer = container.changes(base)) {
      return images.add(
          draft, Optional.of(base), Optional.of(layer), name, ImageStore.Listing.LISTED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entry point stays the image's; what came behind it is the new command. */
  private List<String> withoutEntrypoint(ImageDraft draft) {
    List<String> command = container.record().command();
    List<String> entrypoint = new ArrayList<>();
    if (draft.get("Entrypoint") instanceof List<?> words) {
      words.forEach(word -> entrypoint.add(word.toString()));
    }
    if (command.size() < entrypoint.size()
        || !command.subList(0, entrypoint.size()).equals(entrypoint)) {
      draft.set("Entrypoint", null); // it was run with another
      return command;
    }
    return command.subList(entrypoint.size(), command.size());
  }

  /** Writes all its files, the image's and its own, as one archive. */
  public void export(Engine engine, OutputStream archive) {
    try (Workshop workshop = engine.reading(RunStep.forFiles(base), container, base)) {
      workshop.change(root -> write(root, archive));
    }
  }

  private static void write(Path root, OutputStream archive) {
    try (InputStream files = LayerArchive.of(root)) {
      files.transferTo(archive);
      archive.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the archive: " + e.getMessage(), e);
    }
  }
}
