package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.CommandTable;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Launcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The command line: {@code lab COMMAND …}. */
public final class Main implements Command {
  private final CommandTable commands;
  private final Syntax syntax =
      Syntax.of("lab", "The labs of this course: one kernel concept each.", this)
          .flag("Where an error came from, for developers.", "--stacktrace");

  private Main(Session session) {
    Map<String, Supplier<Command>> table = new LinkedHashMap<>(); // help shows them in this order
    table.put("list", () -> new ListCommand(session));
    table.put("show", () -> new ShowCommand(session));
    table.put("run", () -> new RunCommand(session));
    table.put("check", () -> new CheckCommand(session));
    table.put("demo", () -> new DemoCommand(session));
    table.put("doctor", () -> new DoctorCommand(session));
    table.put("leaks", () -> new LeaksCommand(session));
    table.put("restore", () -> new RestoreCommand(session));
    table.put("explain", () -> new ExplainCommand(session));
    AddedCommand.all()
        .forEach(added -> table.put(added.name(), () -> added.command(session.page())));
    commands = new CommandTable(table);
  }

  public static void main(String[] args) {
    Launcher.useThisThread();
    int code = execute(Session.here(), args);
    System.out.flush();
    Runtime.getRuntime().exit(code); // what puts the terminal back may still have to run
  }

  /** Runs a command line and returns the exit code. */
  static int execute(Session session, String... args) {
    Main main = new Main(session);
    CommandLine commandLine = main.commands.commandLine(main, args);
    commandLine.setExecutionExceptionHandler((e, failed, parsed) -> main.report(e));
    commandLine.setParameterExceptionHandler(
        (e, words) -> {
          System.err.println("lab: " + main.commands.complaint(e));
          return Complaint.MISUSE;
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
    syntax.spec().commandLine().usage(System.out);
    return 0;
  }

  private int report(Exception e) throws Exception {
    if (syntax.has("--stacktrace")) {
      e.printStackTrace();
    }
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    System.err.println("lab: " + message.replace("\n", "; "));
    return e instanceof Complaint complaint
        ? complaint.exitCode()
        : e instanceof ErrnoException ? Complaint.CANNOT_BE_DONE_HERE : Complaint.FAILED;
  }
}
