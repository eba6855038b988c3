package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Printable;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.ContainerState;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.network.ConnectionRecord;
import dev.minidocker.engine.network.Networks;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** {@code mini-docker ps}: the containers that run; with {@code -a} those that have ended too. */
final class PsCommand implements Command {
  private static final String ROW = "%-14s %-20s %-24s %-16s %-24s %-24s %s%n";
  private static final int COMMAND_WIDTH = 20;

  private final Syntax syntax =
      Syntax.of("ps", "List the containers.", this)
          .flag("Those that have ended too.", "-a", "--all")
          .flag("Ids only.", "-q", "--quiet")
          .flag("Nothing shortened.", "--no-trunc");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Engine engine = Session.open().engine();
    List<ContainerState> states =
        engine.containers().list().stream()
            .filter(state -> state.running() || syntax.has("--all"))
            .toList();
    if (!syntax.has("--quiet")) {
      System.out.printf(
          ROW, "CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
    }
    Networks networks = engine.networks();
    states.forEach(state -> print(state, networks.connections(state.record().id())));
    return 0;
  }

  private void print(ContainerState state, ConnectionRecord connections) {
    boolean whole = syntax.has("--no-trunc");
    String id = state.record().id();
    String shown = whole ? id : Ids.shortened(id);
    if (syntax.has("--quiet")) {
      System.out.println(shown);
      return;
    }
    String command = Printable.of(String.join(" ", state.record().command()));
    System.out.printf(
        ROW,
        shown,
        Printable.of(state.record().image()),
        '"' + (whole ? command : shortened(command)) + '"',
        ImagesCommand.age(Instant.ofEpochMilli(state.record().createdMillis())),
        status(state),
        connections.ports().stream().map(PortCommand::shown).collect(Collectors.joining(", ")),
        state.name().orElse(""));
  }

  private static String shortened(String text) {
    return text.length() <= COMMAND_WIDTH ? text : text.substring(0, COMMAND_WIDTH - 1) + "…";
  }

  private static String status(ContainerState state) {
    if (state.running()) {
      return "Up";
    }
    return state.exitCode().isPresent()
        ? "Exited (" + state.exitCode().getAsInt() + ")"
        : "Dead: mini-docker was killed";
  }
}
