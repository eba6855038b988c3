package dev.minidocker.cli;

import dev.minidocker.build.KeptContainer;
import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.StoppedContainer;
import dev.minidocker.image.Image;
import java.util.List;
import java.util.Optional;

/** {@code mini-docker commit}: makes an image of what a container has changed. */
final class CommitCommand implements Command {

  private final Syntax syntax =
      Syntax.of("commit", "Make an image of a container that has ended.", this)
          .value("TEXT", "What was done, for the image's history.", "-m", "--message")
          .value("NAME", "Who did it.", "-a", "--author")
          .values("INSTRUCTION", "As in a Dockerfile, for example CMD … .", "-c", "--change")
          .argument("CONTAINER", "A name, an id, or its beginning.")
          .arguments("NAME[:TAG]", "The image's name.", 0);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Session session = Session.open();
    List<String> names = syntax.arguments(1);
    if (names.size() > 1) {
      throw new IllegalArgumentException("an image gets one name here, not " + names);
    }
    Optional<String> name = names.stream().findFirst();
    try (StoppedContainer container = session.engine().containers().stopped(syntax.argument(0))) {
      Image image =
          new KeptContainer(session.images(), container)
              .commit(
                  syntax.valueOf("--message").orElse(""),
                  syntax.valueOf("--author").orElse(""),
                  syntax.valuesOf("--change"),
                  name);
      System.out.println(image.id());
      return 0;
    }
  }
}
