package dev.minidocker.lab.map;

import dev.minidocker.commandline.Command;
import dev.minidocker.labkit.command.AddedCommand;
import dev.minidocker.labkit.command.Page;

/** How {@code lab} finds {@link MapCommand}. */
public final class MapCommandEntry implements AddedCommand {

  @Override
  public String name() {
    return "map";
  }

  @Override
  public Command command(Page page) {
    return new MapCommand(page);
  }
}
