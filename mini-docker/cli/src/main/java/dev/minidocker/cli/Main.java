package dev.minidocker.cli;

import dev.minidocker.engine.StartFailure;
import dev.minidocker.linux.Launcher;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line: {@code mini-docker COMMAND …}, with docker's names, flags and exit codes. */
public final class Main implements CliCommand {
  /** Only the command that is asked for is set up: each takes its time. */
  private static final Map<String, Supplier<CliCommand>> COMMANDS =
      Map.of(
          "run", RunCommand::new,
          "compile", CompileCommand::new,
          "import", ImportCommand::new,
          "images", ImagesCommand::new,
          "rmi", RmiCommand::new,
          "version", VersionCommand::new);

  /** What follows the image belongs to the container's command, options too. */
  private static final List<String> OF_CONTAINERS = List.of("run", "compile");

  private final Syntax syntax =
      Syntax.of("mini-docker", "A container engine that compiles containers to programs.", this)
          .flag("Show the version.", "--version")
          .flag("Where an error came from, for developers.", "--stacktrace");

  public static void main(String[] args) {
    Launcher.useThisThread();
    int code = execute(args);
    System.out.flush();
    Runtime.getRuntime().halt(code); // no thread of ours has anything left to do
  }

  /** Runs a command line and returns the exit code. */
  static int execute(String... args) {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main.syntax.spec());
    main.syntax.spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    String asked = args.length == 0 ? "" : firstWord(args);
    COMMANDS.forEach(
        (name, command) -> {
          if (name.equals(asked) || !COMMANDS.containsKey(asked)) {
            commandLine.addSubcommand(name, command.get().syntax().spec());
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
  public Syntax syntax() {
    return syntax;
  }

  /** Without a command there is little to do. */
  @Override
  public Integer call() {
    if (syntax.has("--version")) {
      System.out.println(Version.text());
    } else {
      syntax.spec().commandLine().usage(System.out);
    }
    return 0;
  }

  private int report(Exception e, String command) {
    if (syntax.has("--stacktrace")) {
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
