package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever is typed, the answer is short and in words. */
class GarbageProperties {
  private static final Set<Integer> CODES = Set.of(0, 1, 2, 125, 126, 127);

  /** Words that lead deep into the parser; none runs a container, reads input or writes a file. */
  private static final List<String> WORDS =
      List.of(
          "run",
          "images",
          "rmi",
          "version",
          "lab",
          "no-such-image",
          "true",
          "--",
          "=",
          "-h",
          "-e",
          "-v",
          "--mount",
          "--tmpfs",
          "--rm",
          "--rm=",
          "--rm=x",
          "-w",
          "-u",
          "--name",
          "--hostname=",
          "-e=",
          "--cap-add",
          "--entrypoint",
          "",
          "/",
          ":",
          "::ro",
          "a=b",
          "type=bind,src=/,dst=/x",
          "/t:size=1",
          "--help",
          "--dry-run",
          "--explain",
          "--privileged",
          "--no-trunc",
          "-q",
          "-eu",
          "-uv",
          "@/etc/passwd",
          "${sys:user.name}",
          "%s%n",
          "\n",
          "\t",
          "é",
          "\ud800",
          "\0");

  @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
  void everyCommandLineIsAnswered(@ForAll("commandLines") List<String> line) {
    Outcome outcome = CommandLines.execute(line.toArray(String[]::new));
    assertTrue(CODES.contains(outcome.code()), outcome::toString);
    assertFalse(outcome.err().contains("\tat "), outcome::toString);
    if (outcome.code() != 0) {
      assertTrue(outcome.err().startsWith("mini-docker: "), outcome::toString);
    }
  }

  @Provide
  Arbitrary<List<String>> commandLines() {
    Arbitrary<String> words =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS), Arbitraries.of(WORDS), Arbitraries.strings().ofMaxLength(12));
    return words
        .list()
        .ofMaxSize(8)
        .filter(GarbageProperties::isHarmless)
        .map(GarbageProperties::withoutNetwork);
  }

  /** What looks like a name would be asked of the world. */
  private static List<String> withoutNetwork(List<String> line) {
    List<String> changed = new ArrayList<>(line);
    int run = line.indexOf("run");
    if (run >= 0) {
      changed.add(run + 1, "--pull=never");
    }
    return changed;
  }

  private static boolean isHarmless(List<String> line) {
    boolean runs =
        line.contains("lab")
            && !line.contains("--dry-run")
            && line.indexOf("run") < line.indexOf("lab");
    boolean removes = line.contains("rmi") && line.contains("lab");
    return !removes
        && !(line.contains("run") && runs)
        && !line.contains("import")
        && !line.contains("compile");
  }
}
