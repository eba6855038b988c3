package dev.minidocker.commandline;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * A program's commands by their names. Only the one that is asked for is set up: each takes its
 * time.
 */
public final class CommandTable {
  private final Map<String, Supplier<Command>> commands;

  public CommandTable(Map<String, Supplier<Command>> commands) {
    this.commands = commands;
  }

  /** The command line of {@code program}, ready to execute these arguments. */
  public CommandLine commandLine(Command program, String... args) {
    CommandLine commandLine = new CommandLine(program.syntax().spec());
    program.syntax().spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    String asked = firstWord(program.syntax(), args);
    commands.forEach(
        (name, command) -> {
          if (name.equals(asked) || !commands.containsKey(asked)) {
            commandLine.addSubcommand(name, command.get().syntax().spec());
          }
        });
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF); // it would warn of what is next
    commandLine.setOverwrittenOptionsAllowed(true); // as docker does: the last one counts
    // likewise: a value is a value, also when it looks like an option
    commandLine.setAllowOptionsAsOptionParameters(true);
    commandLine.setUsageHelpAutoWidth(true);
    return commandLine;
  }

  /** What is wrong with a command line, in one sentence, and where to read more. */
  public String complaint(CommandLine.ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return Misuse.of(e, commands.keySet()) + " See " + command + " --help";
  }

  private static String firstWord(Syntax ofProgram, String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("-")) {
        return args[i];
      } else if (ofProgram.takesValue(args[i])) {
        i++;
      }
    }
    return "";
  }
}
