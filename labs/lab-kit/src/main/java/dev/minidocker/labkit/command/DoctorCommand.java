package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.command.Page.Tone;
import dev.minidocker.labkit.doctor.Answer;
import dev.minidocker.labkit.doctor.Diagnosis;
import dev.minidocker.labkit.doctor.Diagnosis.Consequence;
import dev.minidocker.labkit.doctor.Doctor;
import dev.minidocker.labkit.doctor.Finding;

/** {@code lab doctor}: what this machine can and cannot do, why, and what to do about it. */
final class DoctorCommand implements Command {
  private final Session session;
  private final Syntax syntax =
      Syntax.of("doctor", "Find out what this machine can do, and why it cannot do the rest.", this)
          .flag("Print the findings as JSON, and nothing else.", "--json");

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Diagnosis diagnosis = Doctor.examine(session.course().labs());
    if (syntax.has("--json")) {
      session.page().print(diagnosis.json() + "\n");
      return 0;
    }
    session.page().line(Tone.BOLD, diagnosis.verdict());
    session.page().line("");
    diagnosis.findings().forEach(one -> tell(diagnosis, one));
    return 0;
  }

  private void tell(Diagnosis diagnosis, Consequence consequence) {
    Page page = session.page();
    Finding finding = consequence.finding();
    Tone tone =
        switch (finding.answer()) {
          case YES -> Tone.GOOD;
          case PARTLY -> Tone.BOLD;
          case NO -> Tone.BAD;
        };
    String answer = page.in(tone, "%-7s".formatted(finding.answer()));
    if (finding.answer() == Answer.YES) {
      page.line(answer + finding.capability());
      return;
    }
    page.line(answer + "%-27s".formatted(finding.capability()) + finding.cause().text());
    detail("answer", Page.harmless(finding.seen()));
    detail("try", finding.cause().remedy());
    detail("stops", String.join(", ", diagnosis.stopsInShort(consequence)));
  }

  private void detail(String what, String text) {
    if (!text.isEmpty()) {
      session.page().line(Tone.FAINT, "         %-9s%s".formatted(what + ":", text));
    }
  }
}
