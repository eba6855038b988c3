package dev.minidocker.exercises.uts.checks;

import dev.minidocker.exercises.uts.NamesLaw;
import dev.minidocker.labkit.check.Check;
import dev.minidocker.labkit.check.Evidence;
import dev.minidocker.labkit.check.Texts;
import dev.minidocker.labs.uts.model.UtsModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Holds the learner's law against the model, and against what is not true. */
final class LawChecks {
  private static final int TRIES = 100;

  private LawChecks() {}

  static List<Check> all() {
    return List.of(
        Check.named("uts/law-true", "the law holds for the model")
            .hint("what does lab run uts show?")
            .examining(LawChecks::holds),
        Check.named("uts/law-kills", "the law is broken by every mutant")
            .hint("think of a life in which the mutant would be seen to be wrong")
            .after("uts/law-true")
            .examining(LawChecks::kills));
  }

  private static Optional<String> broken(UtsModel model) {
    return Texts.ascii(3).counterexample(TRIES, name -> NamesLaw.holds(model, name));
  }

  private static void holds(Evidence evidence) {
    Optional<String> wrong = broken(new UtsModel());
    wrong.ifPresent(name -> evidence.bad("it is not true for the name \"" + name + "\""));
  }

  private static void kills(Evidence evidence) {
    mutants()
        .forEach(
            (belief, mutant) ->
                evidence.that(
                    broken(mutant).isPresent(), "caught: " + belief, "not caught: " + belief));
  }

  private static Map<String, UtsModel> mutants() {
    Map<String, UtsModel> mutants = new TreeMap<>();
    mutants.put("a new namespace is the old one", new Shared());
    mutants.put("who joins gets a copy", new JoiningCopies());
    mutants.put("the domain name is the host name", new DomainFollowsHostName());
    mutants.put("a host name cannot be changed", new Unchanging());
    return mutants;
  }

  private static final class Shared extends UtsModel {
    @Override
    protected Namespace copy(Namespace namespace) {
      return namespace;
    }
  }

  private static final class JoiningCopies extends UtsModel {
    @Override
    protected Namespace join(Namespace namespace) {
      return copy(namespace);
    }
  }

  private static final class DomainFollowsHostName extends UtsModel {
    @Override
    protected void setHostName(Namespace namespace, String name) {
      super.setHostName(namespace, name);
      super.setDomainName(namespace, name);
    }
  }

  private static final class Unchanging extends UtsModel {
    @Override
    protected void setHostName(Namespace namespace, String name) {}
  }
}
