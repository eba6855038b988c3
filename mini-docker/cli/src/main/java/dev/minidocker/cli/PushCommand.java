package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.registry.LayerProgress;
import dev.minidocker.image.registry.Push;
import dev.minidocker.image.registry.Push.Pushed;
import dev.minidocker.image.registry.RemoteReference;
import java.util.List;
import java.util.function.Consumer;

/** {@code mini-docker push}: an image to the registry that its name says. */
final class PushCommand implements Command {
  private final Syntax syntax =
      Syntax.of("push", "Bring an image to a registry.", this)
          .flag("Every tag that this name has here.", "-a", "--all-tags")
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
    if (reference.digest().isPresent()) {
      throw new ImageException(name + " is a digest, which only the registry can give; push a tag");
    }
    ImageStore store = Session.open().images();
    List<String> names = syntax.has("--all-tags") ? allTags(store, name) : List.of(name);
    boolean first = true;
    for (String each : names) {
      RemoteReference target = RemoteReference.parse(each);
      Image image =
          store
              .find(target.familiar())
              .filter(found -> found.names().contains(target.familiar())) // not by its id
              .orElseThrow(() -> missing(each));
      if (first) {
        say("The push refers to repository [" + reference.repository() + "]");
        first = false;
      }
      push(store, image, target);
    }
    if (syntax.has("--quiet")) {
      System.out.println(syntax.has("--all-tags") ? reference.repository() : reference);
    }
    return 0;
  }

  private static List<String> allTags(ImageStore store, String name) {
    PullCommand.requireNoTag(name);
    String familiar = RemoteReference.parse(name).familiarName();
    List<String> names =
        store.list().stream()
            .flatMap(image -> image.names().stream())
            .filter(known -> known.substring(0, known.lastIndexOf(':')).equals(familiar))
            .sorted()
            .toList();
    if (names.isEmpty()) {
      throw missing(name);
    }
    return names;
  }

  private static ImageException missing(String name) {
    return new ImageException(
        "there is no image " + name + " here to push; give one that name with mini-docker tag");
  }

  private void push(ImageStore store, Image image, RemoteReference reference) {
    Consumer<LayerProgress> lines = LayerLines.unless(syntax.has("--quiet"));
    Pushed pushed = new Push(reference, syntax.has("--insecure"), lines).from(store, image);
    say(reference.tag() + ": digest: " + pushed.digest() + " size: " + pushed.bytes());
  }

  private void say(String line) {
    if (!syntax.has("--quiet")) {
      System.out.println(line);
    }
  }
}
