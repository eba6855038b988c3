package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.CommandTable;
import dev.minidocker.commandline.Printable;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.Mechanisms;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.linux.Launcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line: {@code mini-docker COMMAND …}, with docker's names, flags and exit codes. */
public final class Main implements Command {
  private final CommandTable commands = new CommandTable(table());

  /** What follows the image belongs to the container's command, options too. */
  private static final List<String> OF_CONTAINERS = List.of("run", "compile");

  private static final String STORAGE_DRIVER = "--storage-driver";

  private final Syntax syntax =
      Syntax.of("mini-docker", "A container engine that compiles containers to programs.", this)
          .flag("Show the version.", "--version")
          .flag("Assemble containers from your own solved exercises.", "--mine")
          .value("NAME", "How containers get their files: overlay2, vfs, btrfs.", STORAGE_DRIVER)
          .flag("Where an error came from, for developers.", "--stacktrace");

  /** Help shows them in this order. */
  private Map<String, Supplier<Command>> table() {
    Map<String, Supplier<Command>> table = new LinkedHashMap<>();
    table.put("run", () -> new RunCommand(this::mechanisms));
    table.put("ps", PsCommand::new);
    table.put("port", PortCommand::new);
    table.put("rm", RmCommand::new);
    table.put("build", BuildCommand::new);
    table.put("images", ImagesCommand::new);
    table.put("image", CommandGroup::ofImages);
    table.put("network", CommandGroup::ofNetworks);
    table.put("pull", PullCommand::new);
    table.put("push", PushCommand::new);
    table.put("search", SearchCommand::new);
    table.put("login", LoginCommand::new);
    table.put("logout", LogoutCommand::new);
    table.put("tag", TagCommand::new);
    table.put("rmi", RmiCommand::new);
    table.put("history", HistoryCommand::new);
    table.put("inspect", InspectCommand::new);
    table.put("save", SaveCommand::new);
    table.put("load", LoadCommand::new);
    table.put("import", ImportCommand::new);
    table.put("export", ExportCommand::new);
    table.put("commit", CommitCommand::new);
    table.put("compile", () -> new CompileCommand(this::mechanisms));
    table.put("info", InfoCommand::new);
    table.put("version", VersionCommand::new);
    return table;
  }

  public static void main(String[] args) {
    Launcher.useThisThread();
    int code = StandardOutput.finish(execute(args));
    Runtime.getRuntime().halt(code); // no thread of ours has anything left to do
  }

  /** Runs a command line and returns the exit code. */
  static int execute(String... args) {
    Main main = new Main();
    CommandLine commandLine = main.commands.commandLine(main, args);
    OF_CONTAINERS.stream()
        .map(commandLine.getSubcommands()::get)
        .filter(Objects::nonNull)
        .forEach(command -> command.setStopAtPositional(true));
    commandLine.setExecutionExceptionHandler(
        (e, failed, parsed) -> main.report(e, failed.getCommandName()));
    commandLine.setParameterExceptionHandler(main::reportUsage);
    commandLine.setExecutionStrategy(
        parsed -> {
          State.chooseDriver(main.syntax.valueOf(STORAGE_DRIVER));
          return new CommandLine.RunLast().execute(parsed);
        });
    return commandLine.execute(args);
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

  private Mechanisms mechanisms() {
    return syntax.has("--mine")
        ? LearnersMechanisms.ofThisCheckout(why -> System.err.println("mini-docker: " + why))
        : Mechanisms.REFERENCE;
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
    return Printable.of(message.replace("\n", "; "));
  }

  private int reportUsage(ParameterException e, String[] args) {
    System.err.println("mini-docker: " + Printable.of(commands.complaint(e)));
    return StartFailure.OUR_FAULT;
  }
}
