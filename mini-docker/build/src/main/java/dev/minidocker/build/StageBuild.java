package dev.minidocker.build;

import dev.minidocker.build.dockerfile.Expansion;
import dev.minidocker.build.dockerfile.Instruction;
import dev.minidocker.build.dockerfile.Instruction.Arg;
import dev.minidocker.build.dockerfile.Instruction.Copy;
import dev.minidocker.build.dockerfile.Instruction.Run;
import dev.minidocker.build.dockerfile.Instruction.Workdir;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageDraft;
import dev.minidocker.image.ImageStore;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One stage of a build, as far as it has come. */
final class StageBuild {
  private final Builder builder;
  private final Variables variables = new Variables();
  private final char escape;
  private Optional<Image> image;
  private ImageDraft draft;
  private ConfigChanges config;
  private CacheKey key;
  private boolean pending;

  /**
   * @param base the image that it begins with; empty: nothing
   */
  StageBuild(Builder builder, Optional<Image> base, char escape) {
    this.builder = builder;
    this.escape = escape;
    this.key = CacheKey.of(base.map(image -> image.id().toString()).orElse("scratch"));
    become(base);
  }

  private void become(Optional<Image> now) {
    image = now;
    draft = now.map(builder.images()::draft).orElseGet(StageBuild::nothing);
    config = new ConfigChanges(draft, variables);
    pending = false;
  }

  /** As in other builders, programs are found even in an image that began with nothing. */
  private static ImageDraft nothing() {
    ImageDraft draft = ImageDraft.empty();
    draft.set("Env", List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    return draft;
  }

  /** What the base image wants done first; it is not wanted a second time. */
  List<String> takeTriggers() {
    List<String> triggers =
        draft.get("OnBuild") instanceof List<?> list
            ? list.stream().map(Object::toString).toList()
            : List.of();
    draft.set("OnBuild", null);
    return triggers;
  }

  void carryOut(Instruction instruction) {
    Expansion words = new Expansion(instruction.location(), variables.all(), escape);
    if (instruction instanceof Run run) {
      run(run);
    } else if (instruction instanceof Copy copy) {
      new CopyStep(builder, this, words).carryOut(copy);
    } else if (instruction instanceof Arg argument) {
      arguments(argument, words);
    } else {
      String shown = config.apply(instruction, words);
      if (instruction instanceof Workdir) {
        new WorkdirStep(builder, this).carryOut(shown);
      } else {
        note(shown);
      }
    }
  }

  /** The variables of an ARG are known from here on, and to this stage only. */
  private void arguments(Arg argument, Expansion words) {
    argument
        .variables()
        .forEach(
            (name, value) ->
                builder
                    .argument(name)
                    .or(() -> value.map(words::expand))
                    .ifPresent(given -> variables.argument(name, given)));
    key = key.then("ARG", argument.variables());
  }

  private void note(String instruction) {
    draft.record(now(), instruction, "", false);
    key = key.then(instruction);
    pending = true;
  }

  private void run(Run run) {
    List<String> argv = run.command().arguments(config.shell());
    String shown = "RUN " + String.join(" ", run.command().words()).strip();
    String kind = "RUN" + run.network().map(name -> " --network=" + name).orElse("");
    CacheKey after = key.then(kind, argv, new TreeMap<>(variables.arguments()));
    NetworkRequest network = RunStep.network(run, builder.network()); // even where it is cached
    layer(
        after,
        shown,
        () -> {
          RunStep step = new RunStep(builder, base());
          step.run(
              run.location(),
              argv,
              network,
              config.user(),
              config.workingDirectory(),
              variables.forRun(),
              changes ->
                  add(shown, Optional.of(changes), ImageStore.Listing.STEP, Optional.empty()));
        });
  }

  /** A layer that an earlier build has made already, or that is made now. */
  void layer(CacheKey after, String shown, Runnable making) {
    Optional<Image> known = builder.cached(after);
    if (known.isPresent()) {
      become(known);
      builder.progress().cached(known.get().id());
    } else {
      making.run();
      builder.cache().put(after.digest(), image.orElseThrow());
      builder.progress().made(image.orElseThrow().id());
    }
    key =
        CacheKey.of(image.orElseThrow().id().toString()); // not what was done: it may be done anew
  }

  /**
   * Makes the image of what was done so far.
   *
   * @param shown what made it, for its history; "": what is there already
   */
  void add(
      String shown,
      Optional<InputStream> layer,
      ImageStore.Listing listing,
      Optional<String> name) {
    if (!shown.isEmpty()) {
      draft.record(now(), shown, "", layer.isPresent());
    }
    become(Optional.of(builder.images().add(draft, image, layer, name, listing)));
  }

  /** An image that containers can be started from: of nothing, an empty one. */
  Image base() {
    if (image.isEmpty()) {
      add("", Optional.empty(), ImageStore.Listing.STEP, Optional.empty());
    }
    return image.orElseThrow();
  }

  CacheKey key() {
    return key;
  }

  ConfigChanges config() {
    return config;
  }

  Variables variables() {
    return variables;
  }

  /** The stage's image, once all is done; the same as an earlier build's, if all was cached. */
  Image finish() {
    if (!pending && image.isPresent()) {
      return image.get();
    }
    CacheKey end = key.then("end");
    Optional<Image> known = builder.cached(end);
    if (known.isEmpty()) {
      add("", Optional.empty(), ImageStore.Listing.STEP, Optional.empty());
      builder.cache().put(end.digest(), image.orElseThrow());
    } else {
      become(known);
    }
    return image.orElseThrow();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
