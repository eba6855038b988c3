package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.command.Page.Tone;
import java.nio.file.Path;

/** {@code lab show}: what a lab teaches, what to try first, and where to read on. */
final class ShowCommand implements Command {
  private final Session session;
  private final Syntax syntax =
      Syntax.of("show", "Show what a lab teaches, and where its code is.", this)
          .argument("TOPIC", "A lab, as lab list names it.");

  ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Page page = session.page();
    Lab lab = session.course().lab(syntax.argument(0));
    page.line(Tone.BOLD, "Chapter " + lab.chapter() + ", " + lab.title());
    if (!lab.objective().isEmpty()) {
      page.line("");
      page.line("Objective: " + lab.objective());
    }
    page.line("");
    page.line("Experiments:");
    for (Experiment experiment : session.course().experiments(syntax.argument(0))) {
      page.line("  %-24s %s".formatted(experiment.name(), experiment.objective()));
    }
    page.line("");
    page.line("Try first: " + lab.tryFirst());
    page.line("");
    page.line("Read: " + home(lab) + "/README.adoc");
    page.line("Code: " + home(lab) + "/src/main/java/" + packageOf(lab).replace('.', '/'));
    return 0;
  }

  /** The module, named as seen from here; a terminal makes it a link. */
  private static Path home(Lab lab) {
    String module = packageOf(lab).replaceFirst(".*\\.", "");
    Path root = Path.of(System.getProperty("launch.root", ""));
    return root.resolve("labs").resolve(module);
  }

  private static String packageOf(Lab lab) {
    return lab.getClass().getPackageName();
  }
}
