package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.oci.Platform;
import dev.minidocker.image.registry.RemoteReference;
import dev.minidocker.image.registry.Tags;

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
    ReportedPull report =
        syntax.has("--quiet") ? ReportedPull.quiet() : ReportedPull.onStandardOutput();
    boolean insecure = syntax.has("--insecure");
    if (syntax.has("--all-tags")) {
      requireNoTag(name);
      boolean isNew = false;
      for (String tag : Tags.of(reference, insecure)) {
        RemoteReference tagged = RemoteReference.parse(name + ":" + tag);
        isNew |= report.pull(tagged, platform, insecure, store);
      }
      report.sayStatus(isNew, reference.familiarName());
      System.out.println(reference.repository());
    } else {
      boolean isNew = report.pull(reference, platform, insecure, store);
      report.sayStatus(isNew, reference.familiar());
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
}
