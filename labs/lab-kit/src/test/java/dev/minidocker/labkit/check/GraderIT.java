package dev.minidocker.labkit.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.check.Verdict.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a learner's code does, it is one failure, and the rest is examined. */
class GraderIT {
  private static final Duration USUAL = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofSeconds(2); // for what never ends
  private static final String LINE = ":6";

  @TempDir Path directory;

  private MadeUpChapter made;
  private Duration limit = USUAL;
  private final List<String> begun = new ArrayList<>();
  private final List<Verdict> decided = new ArrayList<>();

  @BeforeEach
  void solve() throws IOException {
    made = MadeUpChapter.in(directory).solved();
  }

  @Test
  void whatIsRightPassesEveryCheck() {
    passes();
  }

  @Test
  void everyCheckIsAnnouncedAndDecidedInItsOrder() {
    List<Verdict> verdicts = grade("");
    assertEquals(names(verdicts), begun);
    assertEquals(verdicts, decided);
  }

  @Test
  void onlyOneClassIsExaminedIfOnlyOneIsAskedFor() {
    assertEquals(List.of("kit/compiles", "kit/word"), names(grade("Word")));
  }

  @Test
  void whatIsUnsolvedFailsAtItsTodoWithAHintAndSkipsWhatBuildsOnIt() throws IOException {
    made.sum("return a * b + 1; // TODO");
    List<Verdict> verdicts = grade("");
    Verdict adds = find("kit/adds", verdicts);
    assertEquals(State.FAILED, adds.state());
    assertEquals("what does a sum do?", adds.hint());
    assertEquals("BAD it is 5", text(adds));
    assertEquals("Sum.java" + LINE, place(adds));
    assertEquals(State.SKIPPED, find("kit/zero", verdicts).state());
    assertTrue(text(find("kit/zero", verdicts)).contains("first kit/adds"));
    assertTrue(find("kit/word", verdicts).passed());
  }

  @Test
  void whatDoesNotCompileIsNamedWithItsLineAndNothingIsExamined() throws IOException {
    made.sum("return a + nowhere;");
    List<Verdict> verdicts = grade("");
    assertEquals(List.of("kit/compiles"), names(verdicts));
    assertEquals(State.FAILED, verdicts.get(0).state());
    assertEquals("Sum.java" + LINE, place(verdicts.get(0)));
    String text = text(verdicts.get(0));
    assertTrue(text.contains("Sum.java" + LINE + ": cannot find symbol"), text);
    assertTrue(text.contains("    return a + nowhere;"), text);
    assertFalse(text.contains("\tat "), text);
  }

  @Test
  void whatIsNoTextIsNoStackTraceEither() throws IOException {
    Files.write(made.file("src/main/java/kit/Sum.java"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
    List<Verdict> verdicts = grade("");
    assertEquals(List.of("kit/compiles"), names(verdicts));
    assertTrue(text(verdicts.get(0)).contains("Sum.java"), verdicts::toString);
  }

  @Test
  void aDeletedFileIsMissedInWordsThatSayHowToGetItBack() throws IOException {
    Files.delete(made.file("src/main/java/kit/Sum.java"));
    Verdict compiles = grade("").get(0);
    assertTrue(text(compiles).startsWith("MISSING"), compiles::toString);
    assertTrue((text(compiles) + compiles.hint()).contains("git checkout"), compiles::toString);
    Files.delete(made.file("src/main/java/kit/Word.java"));
    assertTrue(text(grade("").get(0)).contains("no Java file"));
  }

  @Test
  void aRenamedMethodIsMissed() throws IOException {
    Path file = made.file("src/main/java/kit/Sum.java");
    Files.writeString(file, Files.readString(file).replace("int of(", "int off("));
    assertTrue(text(grade("").get(0)).startsWith("MISSING the checks need this"));
  }

  @Test
  void anEndlessLoopIsEndedAfterTheLimit() throws IOException {
    made.sum("while (a > 0) {} return a + b;");
    limit = SHORT;
    long before = System.nanoTime();
    fails("kit/adds", "it did not end within 2.0 s, and was killed");
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertTrue(took.compareTo(limit.multipliedBy(10)) < 0, took::toString);
  }

  @Test
  void whatEndsTheProcessIsNamedWithItsExitCode() throws IOException {
    made.sum("System.exit(0); return 4;");
    fails("kit/adds", "it ended the process: exit code 0");
    made.sum("Runtime.getRuntime().halt(17); return 4;");
    fails("kit/adds", "it ended the process: exit code 17");
  }

  @Test
  void anExceptionIsNamedWithTheLineItComesFrom() throws IOException {
    made.sum("throw new java.io.IOException(\"tired\");");
    Verdict adds = fails("kit/adds", "it ended with java.io.IOException: tired");
    assertEquals("Sum.java" + LINE, place(adds));
    assertFalse(text(adds).contains("\tat "), adds::toString);
  }

  @Test
  void anEndlessRecursionIsOneFailure() throws IOException {
    made.sum("return of(a, b) + 1;");
    fails("kit/adds", "StackOverflowError");
  }

  @Test
  void tooMuchMemoryIsOneFailure() throws IOException {
    made.sum("return new long[Integer.MAX_VALUE / 2].length;");
    fails("kit/adds", "OutOfMemoryError");
  }

  @Test
  void aFloodOfOutputIsCutShort() throws IOException {
    made.sum("while (true) System.out.println(\"flood\");");
    limit = SHORT;
    Verdict adds = fails("kit/adds", "it did not end within");
    assertTrue(adds.lines().size() < 20, adds::toString);
    limit = USUAL;
    made.sum("for (int i = 0; i < 100_000; i++) System.out.println(i); return 5;");
    adds = fails("kit/adds", "it printed: 0");
    assertTrue(adds.lines().size() < 20, adds::toString);
    made.sum("System.out.print(\"x\".repeat(5_000_000)); return 5;");
    adds = fails("kit/adds", "it is 5");
    assertTrue(text(adds).length() < 5_000, adds::toString);
  }

  @Test
  void whatIsPrintedByWhatIsRightDisturbsNobody() throws IOException {
    made.sum("System.out.println(\"begins {}\"); System.err.print(\"\\n\\0\"); return a + b;");
    passes();
    made.sum("System.out.print(\"no end of line\"); return a + b;");
    passes();
    made.sum("System.out.close(); System.err.close(); return a + b;");
    passes();
  }

  @Test
  void whoWaitsForInputMeetsItsEnd() throws IOException {
    made.sum("return System.in.read() == -1 ? a + b : 0;");
    passes();
  }

  @Test
  void aThreadThatStaysHoldsNobodyUp() throws IOException {
    made.sum("new Thread(() -> { while (true) {} }).start(); return a + b;");
    passes();
  }

  private void passes() {
    List<Verdict> verdicts = grade("");
    assertEquals(List.of("kit/compiles", "kit/adds", "kit/zero", "kit/word"), names(verdicts));
    assertTrue(verdicts.stream().allMatch(Verdict::passed), verdicts::toString);
  }

  /** A check that fails for a reason, while what does not build on it passes. */
  private Verdict fails(String name, String reason) {
    List<Verdict> verdicts = grade("");
    Verdict failed = find(name, verdicts);
    assertEquals(State.FAILED, failed.state());
    assertTrue(text(failed).contains(reason), () -> "no " + reason + " in " + text(failed));
    assertTrue(find("kit/word", verdicts).passed(), verdicts::toString);
    return failed;
  }

  private List<Verdict> grade(String only) {
    begun.clear();
    decided.clear();
    try (WorkingDirectory scratch = WorkingDirectory.temporary()) {
      Chapter chapter = made.chapter();
      return new Grader(chapter, limit, check -> begun.add(check.name()), decided::add)
          .grade(chapter.work(), only, scratch.path());
    }
  }

  private static Verdict find(String name, List<Verdict> verdicts) {
    return verdicts.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> names(List<Verdict> verdicts) {
    return verdicts.stream().map(Verdict::name).toList();
  }

  private static String place(Verdict verdict) {
    return Path.of(verdict.file()).getFileName() + ":" + verdict.line();
  }

  private static String text(Verdict verdict) {
    return String.join(
        "\n", verdict.lines().stream().map(line -> line.kind() + " " + line.text()).toList());
  }
}
