package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.Removal;
import java.util.List;
import java.util.Optional;

/** {@code mini-docker rmi}: takes names from images; an image goes with its last name. */
final class RmiCommand implements Command {

  private final Syntax syntax =
      Syntax.of("rmi", "Remove images.", this)
          .flag(
              "By an id, with all names that it has; do not mind what is missing.", "-f", "--force")
          .arguments("IMAGE", "A name, or an id.", 1);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Session session = Session.open();
    int code = 0;
    for (String reference : syntax.arguments(0)) {
      try {
        Optional<Image> image = session.images().find(reference);
        if (image.isEmpty() && syntax.has("--force")) {
          System.err.println("mini-docker: there is no image " + reference);
          continue;
        }
        for (String name : names(image, reference)) {
          remove(session, name);
        }
      } catch (ImageException e) { // the others may still be removed
        System.err.println("mini-docker: " + e.getMessage());
        code = 1;
      }
    }
    return code;
  }

  /** By force, an id stands for all names of its image. */
  private List<String> names(Optional<Image> image, String reference) {
    List<String> names = image.map(Image::names).orElse(List.of());
    boolean byName = names.contains(reference) || names.contains(reference + ":latest");
    return byName || names.isEmpty() || !syntax.has("--force") ? List.of(reference) : names;
  }

  private static void remove(Session session, String reference) {
    requireUnused(session, reference);
    Removal removal = session.images().remove(reference);
    removal.untagged().forEach(name -> System.out.println("Untagged: " + name));
    removal.deleted().ifPresent(id -> System.out.println("Deleted: " + id));
  }

  /** An image may lose one of several names, but not go while a container needs it. */
  private static void requireUnused(Session session, String reference) {
    Optional<Image> image =
        session.images().find(reference).filter(found -> found.names().size() <= 1);
    List<String> users =
        image.map(found -> session.engine().containers().using(found.id())).orElse(List.of());
    if (!users.isEmpty()) {
      throw new ImageException(
          "cannot remove "
              + reference
              + ": the container "
              + users.get(0)
              + " is made from it; remove that first (mini-docker rm "
              + users.get(0)
              + ")");
    }
  }
}
