package dev.minidocker.labkit.check;

import dev.minidocker.labkit.check.Evidence.Kind;
import dev.minidocker.labkit.check.Verdict.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The check before all others. */
final class CompileCheck {
  private final Chapter chapter;

  CompileCheck(Chapter chapter) {
    this.chapter = chapter;
  }

  Verdict begun() {
    Exercise all = new Exercise("", "", "", List.of());
    return Verdict.begun(
        all,
        Check.named(chapter.topic() + "/compiles", "it compiles")
            .hint("the first error is the one to look at; others may follow from it"));
  }

  /** Compiles what was written, and then the checks, which need every class that was there. */
  Verdict decide(List<Path> work, Path classes, Path checks) {
    if (work.isEmpty()) {
      return begun().and(Kind.MISSING, "there is no Java file. " + putBack());
    }
    List<Compilation.Problem> problems =
        Compilation.compile(work, Compilation.classPath(), classes);
    if (!problems.isEmpty()) {
      Verdict failed = begun().at(problems.get(0).file(), problems.get(0).line());
      for (Compilation.Problem problem : problems) {
        failed = failed.and(Kind.BAD, place(problem) + problem.message());
        Optional<String> source = Place.text(problem.file(), problem.line());
        failed = source.isEmpty() ? failed : failed.and(Kind.NOTE, source.get());
      }
      return failed;
    }
    problems = Compilation.compile(chapter.checks(), Compilation.classPath(classes), checks);
    if (!problems.isEmpty()) {
      return begun()
          .with(
              begun()
                  .and(Kind.MISSING, "the checks need this: " + problems.get(0).message())
                  .lines(),
              "a file was deleted, or a class, a method or a package renamed. " + putBack());
    }
    return begun().in(State.PASSED);
  }

  private static String place(Compilation.Problem problem) {
    return problem.file().isEmpty() ? "" : problem.file() + ":" + problem.line() + ": ";
  }

  private String putBack() {
    return "git checkout " + chapter.directory() + " puts the files back as they were";
  }
}
