package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.leaks.Journal;
import dev.minidocker.labkit.leaks.Leaks;
import dev.minidocker.labkit.leaks.Trace;
import java.io.IOException;

/** {@code lab leaks}: what experiments left on the machine. */
final class LeaksCommand implements Command {
  private final Session session;
  private final Syntax syntax =
      Syntax.of("leaks", "List what experiments that were killed left on the machine.", this)
          .flag("Print them as JSON, and nothing else.", "--json");

  LeaksCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() throws IOException {
    Leaks leaks = Leaks.find(Journal.home(System.getenv()));
    if (syntax.has("--json")) {
      session.page().print(leaks.json() + "\n");
    } else {
      tell(leaks);
    }
    return leaks.isEmpty() ? 0 : Complaint.FAILED;
  }

  private void tell(Leaks leaks) {
    Page page = session.page();
    leaks.running().forEach(name -> page.line(name + " is running; what it makes is not listed."));
    if (leaks.isEmpty()) {
      page.line("Nothing is left.");
      return;
    }
    leaks.left().forEach(left -> page.line(left.trace().line() + ", of " + left.experiment()));
    if (!leaks.left().isEmpty()) {
      page.line("To put the machine back: lab restore");
    }
    leaks.unclaimed().forEach(trace -> unclaimed(page, trace));
  }

  /** What lab restore will not touch. */
  static void unclaimed(Page page, Trace trace) {
    page.line(trace.line() + ", of nobody here: in no journal. If it is yours: " + trace.byHand());
  }
}
