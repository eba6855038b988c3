package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.leaks.Journal;
import dev.minidocker.labkit.leaks.Leaks;
import dev.minidocker.labkit.leaks.Restoration;
import dev.minidocker.labkit.leaks.Restoration.Deed;
import java.io.IOException;
import java.nio.file.Path;

/** {@code lab restore}: puts the machine back as it was before experiments that were killed. */
final class RestoreCommand implements Command {
  private final Session session;
  private final Syntax syntax =
      Syntax.of("restore", "Remove what experiments that were killed left.", this);
  private int removed;

  RestoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() throws IOException {
    Path home = Journal.home(System.getenv());
    Page page = session.page();
    new Restoration(home, this::tell).run();
    Leaks after = Leaks.find(home);
    after.running().forEach(name -> page.line(name + " is running, and is not touched."));
    after.unclaimed().forEach(trace -> LeaksCommand.unclaimed(page, trace));
    if (after.isEmpty()) {
      page.line(removed == 0 ? "There was nothing to restore." : "Nothing is left.");
    }
    return after.isEmpty() ? 0 : Complaint.FAILED;
  }

  private void tell(Deed deed) {
    Page page = session.page();
    if (deed instanceof Deed.Removed gone) {
      removed++;
      page.line(page.verdict(true, "removed " + gone.trace().line()));
    } else if (deed instanceof Deed.Kept kept) {
      String byHand = ". If it is yours: " + kept.trace().byHand();
      page.line(
          page.verdict(false, "not touched: " + kept.trace().line() + ": " + kept.why() + byHand));
    } else if (deed instanceof Deed.Unknown unknown) {
      page.line(page.verdict(false, "not understood: " + Page.harmless(unknown.line())));
    }
  }
}
