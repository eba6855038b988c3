package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A command of {@code lab} that needs more than the lab kit may use. The module that has it names
 * it in {@code META-INF/services}, as it names a lab.
 */
public interface AddedCommand {

  /** The word by which it is called. */
  String name();

  /**
   * The command itself, ready to be called.
   *
   * @param page what it writes on
   */
  Command command(Page page);

  /** All on the class path. */
  static List<AddedCommand> all() {
    return ServiceLoader.load(AddedCommand.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
