package dev.minidocker.lab.map;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.command.Page;

/** {@code lab map}: the network namespaces of this machine, and how they are connected. */
final class MapCommand implements Command {
  private final Page page;
  private final Syntax syntax =
      Syntax.of(
              "map",
              "Draw the network namespaces of this machine, their links, and what is translated.",
              this)
          .flag("Print it as a picture, for a file: lab map --svg >map.svg", "--svg");

  MapCommand(Page page) {
    this.page = page;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    MachineMap map = MapReader.read();
    if (syntax.has("--svg")) {
      page.print(MapSvg.of(MapLayout.of(map)));
    } else {
      MapText.of(map).forEach(page::line);
    }
    return 0;
  }
}
