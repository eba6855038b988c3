package dev.minidocker.build;

import dev.minidocker.build.context.Context;
import dev.minidocker.build.context.ContextException;
import dev.minidocker.build.context.ContextFile;
import dev.minidocker.build.context.RemoteFile;
import dev.minidocker.build.copy.CopyRequest;
import dev.minidocker.build.dockerfile.Expansion;
import dev.minidocker.build.dockerfile.FileMode;
import dev.minidocker.build.dockerfile.HereDocument;
import dev.minidocker.build.dockerfile.Instruction.Copy;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.FileOwner;
import dev.minidocker.engine.Workshop;
import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.ScratchDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    try (ScratchDirectory scratch = builder.images().scratchDirectory()) {
      Context made = Context.of(scratch.path());
      List<ContextFile> sources = new ArrayList<>();
      for (String source : copy.sources()) {
        String path = words.expand(source);
        boolean remote = copy.add() && RemoteFile.isAddress(path);
        sources.addAll(
            remote ? made.find(download(copy, path, scratch.path())) : local(copy, path, context));
      }
      for (HereDocument document : copy.documents()) {
        write(scratch.path().resolve(document.name()), document);
        sources.addAll(made.find(document.name()));
      }
      copy(copy, sources, made);
    }
  }

  private String download(Copy copy, String address, Path directory) {
    Optional<Digest> checksum = checksum(copy);
    return RemoteFile.into(directory, address, checksum);
  }

  private Optional<Digest> checksum(Copy copy) {
    try {
      return copy.checksum().map(words::expand).map(Digest::parse);
    } catch (ImageException e) {
      throw new ContextException("--checksum: " + e.getMessage(), e);
    }
  }

  private static List<ContextFile> local(Copy copy, String path, Context context) {
    copy.checksum()
        .ifPresent(
            checksum -> {
              throw new ContextException(
                  "--checksum is of files that come from http:// or https://, and \""
                      + path
                      + "\" comes from the build's directory");
            });
    return context.find(path);
  }

  private void write(Path file, HereDocument document) {
    try {
      String text = document.content();
      Files.writeString(file, document.expand() ? words.expandText(text) : text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy(Copy copy, List<ContextFile> sources, Context asTheyAre) {
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
        () -> make(copy, request, asTheyAre, shown));
  }

  private void make(Copy copy, CopyRequest request, Context asTheyAre, String shown) {
    try (Workshop workshop =
        builder.engine().workshop(RunStep.forFiles(stage.base()), stage.base())) {
      workshop.change(root -> put(copy, request, asTheyAre, root));
      try (InputStream changes = workshop.changes()) {
        stage.add(shown, Optional.of(changes), ImageStore.Listing.STEP, Optional.empty());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(Copy copy, CopyRequest request, Context asTheyAre, Path root) {
    if (copy.add()) {
      request.extractInto(root, asTheyAre);
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
