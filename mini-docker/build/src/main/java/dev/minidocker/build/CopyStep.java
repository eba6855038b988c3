package dev.minidocker.build;

import dev.minidocker.build.context.Context;
import dev.minidocker.build.context.ContextFile;
import dev.minidocker.build.copy.CopyRequest;
import dev.minidocker.build.dockerfile.Expansion;
import dev.minidocker.build.dockerfile.FileMode;
import dev.minidocker.build.dockerfile.HereDocument;
import dev.minidocker.build.dockerfile.Instruction.Copy;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.FileOwner;
import dev.minidocker.engine.Workshop;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** COPY and ADD. */
final class CopyStep {
  private static final int AS_IT_IS = -1;

  private final Builder builder;
  private final StageBuild stage;
  private final Expansion words;

  CopyStep(Builder builder, StageBuild stage, Expansion words) {
    this.builder = builder;
    this.stage = stage;
    this.words = words;
  }

  void carryOut(Copy copy) {
    if (copy.from().isEmpty()) {
      from(copy, builder.context());
      return;
    }
    Image source = builder.source(copy.location(), copy.from().get());
    try (Workshop workshop = builder.engine().workshop(RunStep.forFiles(source), source)) {
      workshop.change(root -> from(copy, Context.ofContainer(root)));
    }
  }

  private void from(Copy copy, Context context) {
    Path documents = written(copy.documents());
    try {
      List<ContextFile> sources = new ArrayList<>();
      copy.sources().forEach(source -> sources.addAll(context.find(words.expand(source))));
      Context written = Context.of(documents);
      copy.documents().forEach(document -> sources.addAll(written.find(document.name())));
      copy(copy, sources);
    } finally {
      FileTree.remove(documents.toString());
    }
  }

  /** Here-documents as files, below a directory that is to be removed. */
  private Path written(List<HereDocument> documents) {
    try {
      Path directory = Files.createTempDirectory("md-build-");
      for (HereDocument document : documents) {
        String text = document.expand() ? words.expandText(document.content()) : document.content();
        Files.writeString(directory.resolve(document.name()), text);
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy(Copy copy, List<ContextFile> sources) {
    String destination = stage.config().absolute(words.expand(copy.destination()));
    if (sources.size() > 1 && !destination.endsWith("/")) {
      destination += "/";
    }
    CopyRequest request =
        new CopyRequest(
            sources,
            destination,
            owner(copy),
            copy.mode()
                .map(words::expand)
                .map(mode -> FileMode.parse(copy.location(), mode))
                .orElse(AS_IT_IS));
    String name = copy.add() ? "ADD" : "COPY";
    String shown = name + " " + String.join(" ", copy.sources()) + " " + destination;
    stage.layer(
        stage.key().then(name, request.digest(), destination),
        shown,
        () -> make(copy, request, shown));
  }

  private void make(Copy copy, CopyRequest request, String shown) {
    try (Workshop workshop =
        builder.engine().workshop(RunStep.forFiles(stage.base()), stage.base())) {
      workshop.change(root -> put(copy, request, root));
      try (InputStream changes = workshop.changes()) {
        stage.add(shown, Optional.of(changes), ImageStore.Listing.STEP, Optional.empty());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(Copy copy, CopyRequest request, Path root) {
    if (copy.add()) {
      request.extractInto(root);
    } else {
      request.into(root);
    }
  }

  /** What comes from outside is root's; files of an image stay whose they are. */
  private Optional<FileOwner> owner(Copy copy) {
    return copy.owner()
        .map(words::expand)
        .map(owner -> Engine.owner(stage.base(), owner))
        .or(() -> copy.from().isEmpty() ? Optional.of(FileOwner.ROOT) : Optional.empty());
  }
}
