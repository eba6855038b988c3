package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.oci.Platform;
import dev.minidocker.image.registry.Pull;
import dev.minidocker.image.registry.Pull.Pulled;
import dev.minidocker.image.registry.RemoteReference;
import java.util.function.Consumer;

/** {@code mini-docker pull}: an image from a registry. */
final class PullCommand implements Command {
  private final Syntax syntax =
      Syntax.of("pull", "Get an image from a registry.", this)
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
    RemoteReference reference = RemoteReference.parse(syntax.argument(0));
    Platform platform = syntax.valueOf("--platform").map(Platform::parse).orElse(Platform.host());
    Consumer<String> say = syntax.has("--quiet") ? line -> {} : System.out::println;
    say.accept(reference.manifest() + ": Pulling from " + reference.path());
    Pull pull = new Pull(reference, platform, syntax.has("--insecure"), say);
    Pulled pulled = pull.into(Session.open().images());
    pulled.imported().warnings().forEach(line -> System.err.println("mini-docker: " + line));
    say.accept("Digest: " + pulled.digest());
    say.accept(
        (pulled.isNew()
                ? "Status: Downloaded newer image for "
                : "Status: Image is up to date for ")
            + reference.familiar());
    System.out.println(reference);
    return 0;
  }
}
