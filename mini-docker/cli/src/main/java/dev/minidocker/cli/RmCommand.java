package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.ContainerException;
import dev.minidocker.engine.StoppedContainer;

/** {@code mini-docker rm}: removes containers that have ended, with what they changed. */
final class RmCommand implements Command {

  private final Syntax syntax =
      Syntax.of("rm", "Remove containers that have ended.", this)
          .arguments("CONTAINER", "A name, an id, or its beginning.", 1);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Session session = Session.open();
    int code = 0;
    for (String reference : syntax.arguments(0)) {
      try (StoppedContainer container = session.engine().containers().stopped(reference)) {
        container.remove();
        System.out.println(reference);
      } catch (ContainerException e) { // the others may still be removed
        System.err.println("mini-docker: " + e.getMessage());
        code = 1;
      }
    }
    return code;
  }
}
