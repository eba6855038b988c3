package dev.minidocker.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.build.context.Context;
import dev.minidocker.build.dockerfile.Dockerfile;
import dev.minidocker.build.dockerfile.DockerfileException;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.Host;
import dev.minidocker.engine.Mechanisms;
import dev.minidocker.engine.Workshop;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.FileTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Another builder makes the same image of the same Dockerfile, or refuses it, too. */
@Requires(
    value = Need.ROOT,
    programs = {"buildah", "busybox"})
class SameBuildIT {
  private static final String BASE = "md-base-" + new Random().nextInt(1 << 30);
  private static final String NAME = BASE + "-built";
  private static Path directory;
  private static BuildContext context;
  private static Buildah buildah;

  @BeforeContainer
  static void makeTheBase() throws Exception {
    directory = Files.createTempDirectory("md-same-");
    context = BuildContext.in(directory, Path.of("/bin/busybox"));
    buildah = new Buildah(directory.resolve("buildah"));
    Path recipe = context.dockerfile(List.of("FROM scratch", "ADD base.tar /"));
    buildah.build(BASE, directory, recipe);
    build(directory, recipe, BASE);
  }

  @AfterContainer
  static void removeAll() {
    FileTree.remove(directory.toString());
  }

  @Provide
  Arbitrary<List<String>> recipes() {
    return Recipes.on(BASE);
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void bothMakeTheSameImage(@ForAll("recipes") List<String> lines) throws Exception {
    Path recipe = context.dockerfile(lines);
    List<String> theirs = theirs(recipe);
    List<String> ours = ours(recipe);
    List<String> onlyTheirs = new ArrayList<>(theirs);
    onlyTheirs.removeAll(ours);
    List<String> onlyOurs = new ArrayList<>(ours);
    onlyOurs.removeAll(theirs);
    assertEquals(onlyTheirs, onlyOurs, () -> String.join("\n", lines));
  }

  /** What they make, or that they refuse. */
  private static List<String> theirs(Path recipe) {
    try {
      buildah.build(NAME, context.files(), recipe);
    } catch (AssertionError e) {
      return List.of("refused");
    }
    String files = FileList.of(buildah.files(NAME));
    Map<?, ?> config = BuiltImage.object(buildah.inspect(NAME), "Docker", "config");
    buildah.remove(NAME);
    return BuiltImage.of(files, config).lines();
  }

  private static List<String> ours(Path recipe) throws Exception {
    Image image;
    try {
      image = build(context.files(), recipe, NAME);
    } catch (BuildException | DockerfileException e) {
      return List.of("refused");
    }
    String[] files = new String[1];
    try (Workshop workshop = engine().workshop(RunStep.forFiles(image), image)) {
      workshop.change(root -> files[0] = FileList.of(root));
    }
    String config = new String(images().configBytes(image), StandardCharsets.UTF_8);
    return BuiltImage.of(files[0], BuiltImage.object(config, "config")).lines();
  }

  private static Image build(Path files, Path recipe, String name) throws Exception {
    Dockerfile dockerfile = Dockerfile.parse("Dockerfile", Files.readString(recipe));
    BuildRequest request =
        new BuildRequest(
            Context.of(files),
            dockerfile,
            List.of(name),
            Map.of(),
            Optional.empty(),
            true,
            NetworkRequest.ANY);
    return new Builder(state(), images(), engine(), request, images()::find, new Silence()).build();
  }

  private static Path state() {
    return directory.resolve("state");
  }

  private static ImageStore images() {
    return ImageStore.open(state());
  }

  private static Engine engine() {
    return new Engine(state(), images(), Host.current(), Mechanisms.REFERENCE);
  }

  private static final class Silence implements Progress {
    @Override
    public void step(int number, int of, String instruction) {}

    @Override
    public void cached(Digest image) {}

    @Override
    public void made(Digest image) {}

    @Override
    public void warn(String message) {}
  }
}
