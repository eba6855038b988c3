package dev.minidocker.cli;

import dev.minidocker.engine.StartFailure;
import dev.minidocker.linux.Launcher;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code mini-docker COMMAND …}, with docker's names, flags and exit codes. */
@Command(
    name = "mini-docker",
    description = "A container engine that compiles containers to programs.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  /** Only the command that is asked for is set up: reading all their annotations takes its time. */
  private static final Map<String, Supplier<Object>> COMMANDS =
      Map.of(
          "run", RunCommand::new,
          "compile", CompileCommand::new,
          "import", ImportCommand::new,
          "images", ImagesCommand::new,
          "rmi", RmiCommand::new,
          "version", VersionCommand::new);

  /** What follows the image belongs to the container's command, options too. */
  private static final List<String> OF_CONTAINERS = List.of("run", "compile");

  @Spec private CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @Option(names = "--stacktrace", description = "Where an error came from, for developers.")
  private boolean stacktrace;

  public static void main(String[] args) {
    Launcher.useThisThread();
    int code = execute(args);
    System.out.flush();
    Runtime.getRuntime().halt(code); // no thread of ours has anything left to do
  }

  /** Runs a command line and returns the exit code. */
  static int execute(String... args) {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    String asked = args.length == 0 ? "" : firstWord(args);
    COMMANDS.forEach(
        (name, command) -> {
          if (name.equals(asked) || !COMMANDS.containsKey(asked)) {
            commandLine.addSubcommand(name, command.get());
          }
        });
    OF_CONTAINERS.stream()
        .map(commandLine.getSubcommands()::get)
        .filter(Objects::nonNull)
        .forEach(command -> command.setStopAtPositional(true));
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF); // it would warn of what is next
    commandLine.setOverwrittenOptionsAllowed(true); // as docker does: the last one counts
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setExecutionExceptionHandler(
        (e, failed, parsed) -> main.report(e, failed.getCommandName()));
    commandLine.setParameterExceptionHandler(Main::reportUsage);
    return commandLine.execute(args);
  }

  private static String firstWord(String[] args) {
    for (String arg : args) {
      if (!arg.startsWith("-")) {
        return arg;
      }
    }
    return "";
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  private int report(Exception e, String command) {
    if (stacktrace) {
      e.printStackTrace();
    }
    System.err.println("mini-docker: " + oneLine(e));
    if (e instanceof StartFailure failure) {
      return failure.exitCode();
    }
    return OF_CONTAINERS.contains(command) ? StartFailure.OUR_FAULT : 1;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.replace("\n", "; ");
  }

  private static int reportUsage(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    System.err.println(
        "mini-docker: " + Misuse.of(e, COMMANDS.keySet()) + " See " + command + " --help");
    return StartFailure.OUR_FAULT;
  }
}
