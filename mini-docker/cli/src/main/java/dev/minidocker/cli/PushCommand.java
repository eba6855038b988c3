package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.registry.Push;
import dev.minidocker.image.registry.Push.Pushed;
import dev.minidocker.image.registry.RemoteReference;
import java.util.function.Consumer;

/** {@code mini-docker push}: an image to the registry that its name says. */
final class PushCommand implements Command {
  private final Syntax syntax =
      Syntax.of("push", "Bring an image to a registry.", this)
          .flag("Say nothing but the image's name.", "-q", "--quiet")
          .flag("The registry speaks plain HTTP.", "--insecure")
          .argument("NAME[:TAG]", "The image, by a name that begins with the registry's host.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    String name = syntax.argument(0);
    RemoteReference reference = RemoteReference.parse(name);
    ImageStore store = Session.open().images();
    Image image =
        store
            .find(name)
            .orElseThrow(
                () ->
                    new ImageException(
                        "there is no image "
                            + name
                            + " here to push; give one that name with mini-docker tag"));
    Consumer<String> say = syntax.has("--quiet") ? line -> {} : System.out::println;
    say.accept("The push refers to repository [" + reference.repository() + "]");
    Push push = new Push(reference, syntax.has("--insecure"), say);
    Pushed pushed = push.from(store, image);
    say.accept(reference.tag() + ": digest: " + pushed.digest() + " size: " + pushed.bytes());
    if (syntax.has("--quiet")) {
      System.out.println(reference);
    }
    return 0;
  }
}
