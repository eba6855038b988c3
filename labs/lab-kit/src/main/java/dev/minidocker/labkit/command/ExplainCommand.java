package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Suggestion;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.command.Page.Tone;
import dev.minidocker.linux.Arch;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Explanations;
import dev.minidocker.linux.Syscall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code lab explain}: what a system call or an errno means, and where this course meets it. */
final class ExplainCommand implements Command {
  private static final int EXAMPLES = 3;

  private final Session session;
  private final Syntax syntax =
      Syntax.of("explain", "Explain an errno or a system call.", this)
          .argument("ERRNO|SYSCALL", "EPERM, or mount.");

  ExplainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    String word = syntax.argument(0);
    for (Errno errno : Errno.values()) {
      if (errno.name().equalsIgnoreCase(word) || Integer.toString(errno.number()).equals(word)) {
        explain(errno);
        return 0;
      }
    }
    for (Syscall call : Syscall.values()) {
      if (call.name().equalsIgnoreCase(word)) {
        explain(call);
        return 0;
      }
    }
    throw unknown(word);
  }

  private void explain(Errno errno) {
    Page page = session.page();
    page.line(Tone.BOLD, errno + " (" + errno.number() + "): " + errno.text());
    page.line(Glossary.meaning(errno.name()));
    Map<String, Set<String>> callsOf = new LinkedHashMap<>();
    Set<String> reckoning = new LinkedHashSet<>();
    for (Encounter encounter : Encounter.in(session.course())) {
      String call = encounter.step().call().toString();
      String text = encounter.explanation(errno);
      if (!text.isEmpty()) {
        callsOf.computeIfAbsent(text, key -> new TreeSet<>()).add(call);
      }
      if (encounter.reckonsWith(errno)) {
        reckoning.add(encounter.experiment() + ": " + Page.harmless(encounter.step().toString()));
      }
    }
    List<String> explanations = lines(callsOf);
    String general = Explanations.inGeneral(errno);
    if (!general.isEmpty()) {
      explanations.add(general);
    }
    list("What this project says to it, as this machine is now", "nothing special", explanations);
    list("Experiments that reckon with it", "none", reckoning);
    page.line("");
    page.line("Read: man 3 errno");
  }

  private static List<String> lines(Map<String, Set<String>> callsOf) {
    List<String> lines = new ArrayList<>();
    callsOf.forEach((text, calls) -> lines.add(String.join(", ", calls) + ": " + text));
    return lines;
  }

  private void explain(Syscall call) {
    Page page = session.page();
    List<Encounter> encounters =
        Encounter.in(session.course()).stream().filter(met -> met.step().call() == call).toList();
    page.line(Tone.BOLD, call + ": " + Glossary.meaning(call.toString()));
    page.line(
        "Its number is %d on x86-64, %d on aarch64."
            .formatted(call.number(Arch.X86_64), call.number(Arch.AARCH64)));
    Map<String, Set<String>> calls = new LinkedHashMap<>();
    encounters.forEach(met -> add(met, calls));
    List<String> lines = new ArrayList<>();
    calls.forEach(
        (experiment, made) -> {
          lines.add(experiment);
          made.stream().limit(EXAMPLES).forEach(text -> lines.add("    " + text));
        });
    list("Experiments that make it", "none", lines);
    List<String> refusals = new ArrayList<>();
    for (Errno errno : Errno.values()) {
      encounters.stream()
          .map(met -> met.explanation(errno))
          .filter(text -> !text.isEmpty())
          .findFirst()
          .ifPresent(text -> refusals.add(errno + ": " + text));
    }
    list(
        "What this project says to a refusal, as this machine is now", "nothing special", refusals);
    page.line("");
    page.line("Read: man 2 " + call);
  }

  private static void add(Encounter met, Map<String, Set<String>> calls) {
    String why = met.step().why();
    String text = Page.harmless(met.step().toString()) + (why.isEmpty() ? "" : "   # " + why);
    calls.computeIfAbsent(met.experiment(), key -> new LinkedHashSet<>()).add(text);
  }

  private void list(String title, String otherwise, Iterable<String> lines) {
    boolean isEmpty = !lines.iterator().hasNext();
    session.page().line("");
    session.page().line(title + (isEmpty ? ": " + otherwise : ":"));
    lines.forEach(line -> session.page().line("  " + line));
  }

  private static Complaint unknown(String word) {
    boolean like = word.toUpperCase(Locale.ROOT).equals(word);
    List<String> known =
        Stream.concat(
                Stream.of(Errno.values()).map(Errno::name),
                Stream.of(Syscall.values()).map(Syscall::toString))
            .toList();
    String asked = like ? word : word.toLowerCase(Locale.ROOT);
    return new Complaint(
        Complaint.MISUSE,
        word
            + " is neither an errno nor a system call of this course"
            + Suggestion.of(asked, known));
  }
}
