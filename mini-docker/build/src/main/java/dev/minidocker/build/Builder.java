package dev.minidocker.build;

import dev.minidocker.build.context.Context;
import dev.minidocker.build.context.ContextException;
import dev.minidocker.build.dockerfile.Dockerfile;
import dev.minidocker.build.dockerfile.Expansion;
import dev.minidocker.build.dockerfile.Instruction;
import dev.minidocker.build.dockerfile.Instruction.Copy;
import dev.minidocker.build.dockerfile.Location;
import dev.minidocker.build.dockerfile.Stage;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Builds one image. */
public final class Builder {
  private final ImageStore images;
  private final Engine engine;
  private final BuildCache cache;
  private final BuildRequest request;
  private final Function<String, Optional<Image>> supply;
  private final Progress progress;
  private final Map<Integer, Image> finished = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Map<String, String> globals = new LinkedHashMap<>();
  private int step;
  private int steps;

  /**
   * @param root the state directory
   * @param supply where the images that instructions name come from
   */
  public Builder(
      Path root,
      ImageStore images,
      Engine engine,
      BuildRequest request,
      Function<String, Optional<Image>> supply,
      Progress progress) {
    this.images = images;
    this.engine = engine;
    this.cache = new BuildCache(root, images);
    this.request = request;
    this.supply = supply;
    this.progress = progress;
  }

  /**
   * Builds the stages that the last one, or the one that was asked for, needs.
   *
   * @return the image, which has the names that were asked for
   * @throws BuildException if an instruction cannot be carried out; the names are as they were
   */
  public Image build() {
    Dockerfile file = request.dockerfile();
    Stage target = target(file);
    globalArguments(file);
    Set<Integer> needed = new TreeSet<>();
    need(target, needed);
    steps = needed.stream().mapToInt(i -> 1 + file.stages().get(i).instructions().size()).sum();
    needed.forEach(index -> finished.put(index, build(file.stages().get(index))));
    Image image = finished.get(target.index());
    images.publish(image);
    request.names().forEach(name -> images.tag(image.id().toString(), name));
    warnOfUnused();
    progress.finished();
    return images.find(image.id().toString()).orElse(image);
  }

  private Stage target(Dockerfile file) {
    List<Stage> stages = file.stages();
    return request
        .target()
        .map(
            name ->
                file.stage(name)
                    .orElseThrow(
                        () ->
                            new BuildException(
                                "there is no stage \""
                                    + name
                                    + "\"; the stages are "
                                    + stages.stream().map(Stage::name).toList())))
        .orElse(stages.get(stages.size() - 1));
  }

  /**
   * Arguments before the first FROM: for the FROM lines, and for ARG instructions without value.
   */
  private void globalArguments(Dockerfile file) {
    for (Instruction.Arg argument : file.arguments()) {
      Expansion words = new Expansion(argument.location(), globals, file.escape());
      argument
          .variables()
          .forEach(
              (name, value) ->
                  given(name)
                      .or(() -> value.map(words::expand))
                      .ifPresent(given -> globals.put(name, given)));
    }
  }

  /** What an ARG instruction gets from outside its stage. */
  Optional<String> argument(String name) {
    return given(name).or(() -> Optional.ofNullable(globals.get(name)));
  }

  private Optional<String> given(String name) {
    asked.add(name);
    return Optional.ofNullable(request.arguments().get(name));
  }

  /** A stage and those it refers to. */
  private void need(Stage stage, Set<Integer> needed) {
    if (!needed.add(stage.index())) {
      return;
    }
    earlier(baseName(stage), stage.index()).ifPresent(base -> need(base, needed));
    for (Instruction instruction : stage.instructions()) {
      if (instruction instanceof Copy copy && copy.from().isPresent()) {
        earlier(copy.from().get(), stage.index()).ifPresent(source -> need(source, needed));
      }
    }
  }

  private Optional<Stage> earlier(String name, int before) {
    return request.dockerfile().stage(name).filter(stage -> stage.index() < before);
  }

  private String baseName(Stage stage) {
    return new Expansion(stage.from().location(), globals, request.dockerfile().escape())
        .expand(stage.from().image());
  }

  private Image build(Stage stage) {
    String base = baseName(stage);
    tell("FROM " + base + stage.from().stage().map(name -> " AS " + name).orElse(""));
    Optional<Image> image =
        base.equals("scratch")
            ? Optional.empty()
            : Optional.of(source(stage.from().location(), base, stage.index()));
    image.ifPresent(found -> progress.made(found.id()));
    StageBuild build = new StageBuild(this, image, request.dockerfile().escape());
    for (String trigger : build.takeTriggers()) {
      carryOut(build, Dockerfile.parseTrigger(base + " (ONBUILD)", trigger));
    }
    for (Instruction instruction : stage.instructions()) {
      tell(request.dockerfile().text(instruction));
      carryOut(build, instruction);
    }
    return build.finish();
  }

  private static void carryOut(StageBuild build, Instruction instruction) {
    try {
      build.carryOut(instruction);
    } catch (ContextException
        | ImageException
        | StartFailure
        | IllegalArgumentException
        | UncheckedIOException e) {
      throw new BuildException(instruction.location(), e);
    }
  }

  private void tell(String instruction) {
    step++;
    progress.step(step, steps, instruction.replaceAll("\\s*\n\\s*", " "));
  }

  /** The image that an earlier stage or a name means. */
  Image source(Location location, String name) {
    return source(location, name, request.dockerfile().stages().size());
  }

  private Image source(Location location, String name, int before) {
    Optional<Image> stage = earlier(name, before).map(found -> finished.get(found.index()));
    return stage
        .or(() -> find(location, name))
        .orElseThrow(
            () ->
                new BuildException(
                    location,
                    "there is no stage and no image \""
                        + name
                        + "\"; mini-docker images lists the images"));
  }

  private Optional<Image> find(Location location, String name) {
    try {
      return supply.apply(name);
    } catch (ImageException e) {
      throw new BuildException(location, e);
    }
  }

  private void warnOfUnused() {
    Set<String> unused = new TreeSet<>(request.arguments().keySet());
    unused.removeAll(asked);
    if (!unused.isEmpty()) {
      progress.warn("no ARG takes the build arguments " + unused);
    }
  }

  Optional<Image> cached(CacheKey key) {
    return request.cached() ? cache.find(key.digest()) : Optional.empty();
  }

  ImageStore images() {
    return images;
  }

  Engine engine() {
    return engine;
  }

  BuildCache cache() {
    return cache;
  }

  /** Whom RUN instructions reach. */
  NetworkRequest network() {
    return request.network();
  }

  Context context() {
    return request.context();
  }

  Progress progress() {
    return progress;
  }
}
