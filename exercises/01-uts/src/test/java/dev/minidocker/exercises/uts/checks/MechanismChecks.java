package dev.minidocker.exercises.uts.checks;

import dev.minidocker.exercises.uts.MyUtsNames;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.check.Check;
import dev.minidocker.labkit.check.Evidence;
import dev.minidocker.labkit.check.ForAll;
import dev.minidocker.labkit.check.Texts;
import dev.minidocker.labs.uts.UtsConfig;
import dev.minidocker.labs.uts.UtsMechanism;
import dev.minidocker.labs.uts.model.Names;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Has the kernel make the calls, in a namespace of their own, and looks at the names. */
final class MechanismChecks {
  private static final int TRIES = 50;
  private static final int LONGEST = 64;

  private MechanismChecks() {}

  static List<Check> all() {
    return List.of(
        Check.named("uts/host-name", "a container has the host name that was asked for")
            .hint("which system call sets a host name? man 2 sethostname")
            .needing(Need.NAMESPACES)
            .examining(evidence -> hostName(Texts.ascii(LONGEST), evidence)),
        Check.named("uts/every-letter", "also a name with letters that are not ASCII")
            .hint("what does the second argument count?")
            .after("uts/host-name")
            .needing(Need.NAMESPACES)
            .examining(evidence -> hostName(Texts.unicode(LONGEST), evidence)),
        Check.named("uts/domain-name", "a domain name is set, and the host name is not")
            .hint("two names, two system calls")
            .after("uts/host-name")
            .needing(Need.NAMESPACES)
            .examining(MechanismChecks::domainName),
        Check.named("uts/nothing-asked", "a name that nobody asked for stays as it was")
            .hint("an empty Optional is not an empty name")
            .after("uts/host-name", "uts/domain-name")
            .needing(Need.NAMESPACES)
            .examining(MechanismChecks::nothingAsked),
        Check.named("uts/why", "every step says why it is made")
            .hint("Step.because")
            .after("uts/host-name")
            .examining(MechanismChecks::why));
  }

  private static void hostName(ForAll<String> names, Evidence evidence) {
    Predicate<String> isSet =
        name -> seen(config(name, null)).filter(seen -> seen.host().equals(name)).isPresent();
    Optional<String> wrong = names.counterexample(TRIES, isSet);
    if (wrong.isEmpty()) {
      evidence.good("the kernel shows each of " + TRIES + " names");
      return;
    }
    evidence.note("asked for the host name \"" + wrong.get() + "\"");
    show(config(wrong.get(), null), evidence);
  }

  private static void domainName(Evidence evidence) {
    Names before = seen(config(null, null)).orElse(new Names("", ""));
    Optional<String> wrong =
        Texts.ascii(LONGEST)
            .counterexample(
                TRIES,
                name ->
                    seen(config(null, name)).equals(Optional.of(new Names(before.host(), name))));
    wrong.ifPresent(
        name -> {
          evidence.note("asked for the domain name \"" + name + "\", and no host name");
          show(config(null, name), evidence);
        });
  }

  private static void nothingAsked(Evidence evidence) {
    List<Step> steps = new MyUtsNames().program(config(null, null)).steps();
    evidence.that(steps.isEmpty(), "no call", "asked for nothing, it makes calls: " + steps);
    List<Step> one = new MyUtsNames().program(config("md-box", null)).steps();
    evidence.that(one.size() == 1, "one call for one name", "asked for one name, it makes " + one);
  }

  private static void why(Evidence evidence) {
    for (Step step : new MyUtsNames().program(config("md-box", "md-domain")).steps()) {
      if (step.why().isEmpty()) {
        evidence.missing("a reason for " + step);
      } else {
        evidence.good(step + ": " + step.why());
      }
    }
  }

  /** What was called, and what the kernel showed afterwards. */
  private static void show(UtsConfig config, Evidence evidence) {
    Program program = new MyUtsNames().program(config);
    if (program.steps().isEmpty()) {
      evidence.missing("any system call");
    }
    program.steps().forEach(step -> evidence.note("called " + step));
    try {
      Names seen = names(program);
      evidence.bad(
          "the kernel shows host name \"%s\", domain name \"%s\""
              .formatted(seen.host(), seen.domain()));
    } catch (ErrnoException e) {
      evidence.bad("the kernel refused: " + e.getMessage());
    }
  }

  private static Optional<Names> seen(UtsConfig config) {
    try {
      return Optional.of(names(new MyUtsNames().program(config)));
    } catch (ErrnoException e) {
      return Optional.empty();
    }
  }

  private static Names names(Program mine) {
    Program program =
        mine.then(Look.hostName().program("host")).then(Look.domainName().program("domain"));
    try (Sandbox sandbox = Sandbox.start(Set.of(UtsMechanism.NAMESPACE), program)) {
      sandbox.waitFor();
      return new Names(
          Look.hostName().hear(sandbox).orElse("(nothing)"),
          Look.domainName().hear(sandbox).orElse("(nothing)"));
    }
  }

  private static UtsConfig config(String hostOrNull, String domainOrNull) {
    return new UtsConfig(Optional.ofNullable(hostOrNull), Optional.ofNullable(domainOrNull));
  }
}
