package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.oci.Platform;
import dev.minidocker.image.registry.LayerProgress;
import dev.minidocker.image.registry.Pull;
import dev.minidocker.image.registry.Pull.Pulled;
import dev.minidocker.image.registry.RemoteReference;
import dev.minidocker.image.registry.Tags;
import java.util.List;
import java.util.function.Consumer;

/** {@code mini-docker pull}: an image from a registry. */
final class PullCommand implements Command {
  private final Syntax syntax =
      Syntax.of("pull", "Get an image from a registry.", this)
          .flag("Every tag of the repository.", "-a", "--all-tags")
          .flag("Say nothing but the image's name.", "-q", "--quiet")
          .flag("The registry speaks plain HTTP.", "--insecure")
          .value("OS/ARCH", "For this platform, in place of the machine's.", "--platform")
          .argument("NAME[:TAG|@DIGEST]", "The image, with its registry's host in front.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    String name = syntax.argument(0);
    RemoteReference reference = RemoteReference.parse(name);
    Platform platform = syntax.valueOf("--platform").map(Platform::parse).orElse(Platform.host());
    ImageStore store = Session.open().images();
    if (syntax.has("--all-tags")) {
      requireNoTag(name);
      boolean isNew = false;
      for (String tag : Tags.of(reference, syntax.has("--insecure"))) {
        isNew |= pull(RemoteReference.parse(name + ":" + tag), platform, store);
      }
      sayStatus(isNew, reference.familiarName());
      System.out.println(reference.repository());
    } else {
      sayStatus(pull(reference, platform, store), reference.familiar());
      System.out.println(reference);
    }
    return 0;
  }

  /** {@code -a} stands for all of them. */
  static void requireNoTag(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    if (last.contains(":") || last.contains("@")) {
      throw new ImageException(name + " has a tag or a digest; with -a, give the name alone");
    }
  }

  private boolean pull(RemoteReference reference, Platform platform, ImageStore store) {
    say(reference.manifest() + ": Pulling from " + reference.path());
    Consumer<LayerProgress> lines = LayerLines.unless(syntax.has("--quiet"));
    Pulled pulled = new Pull(reference, platform, syntax.has("--insecure"), lines).into(store);
    List<String> warnings = pulled.imported().warnings();
    warnings.forEach(line -> System.err.println("mini-docker: " + line));
    warnOfAnother(platform, pulled.imported().image());
    say("Digest: " + pulled.digest());
    return pulled.isNew();
  }

  /** A list of images, or a name, may promise what the image itself does not say. */
  private static void warnOfAnother(Platform asked, Image image) {
    String is = image.config().os() + "/" + image.config().architecture();
    if (!asked.runs(new Platform(image.config().os(), image.config().architecture(), ""))) {
      System.err.println("mini-docker: the image is for " + is + ", and not for " + asked);
    }
  }

  private void sayStatus(boolean isNew, String name) {
    say(
        (isNew ? "Status: Downloaded newer image for " : "Status: Image is up to date for ")
            + name);
  }

  private void say(String line) {
    if (!syntax.has("--quiet")) {
      System.out.println(line);
    }
  }
}
