package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a container's plan says is what strace(1) sees: every call, in order, with every argument.
 *
 * <p>A whole JVM is traced while it runs containers. strace writes a file for each process; those
 * of the starter and of the container are compared with the plan, line by line. Where the plan can
 * only name an earlier step's result, the number that strace shows must be that step's.
 */
class PlanEqualsStraceIT {
  private static final int CONTAINERS = 50;
  private static final String REST = "...}";
  private static final Pattern CALL = Pattern.compile("(?s)(.*?\\)) += (-?[0-9]+|\\?)( .*)?");
  private static final Pattern COMMENT = Pattern.compile(" /\\*.*?\\*/");
  private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z][a-z0-9_. ,]*)>");

  @TempDir private Path directory;

  @Test
  @Requires(programs = "strace")
  void theCallsOfFiftyContainersAreThePlannedOnes() throws Exception {
    Path root = Files.createDirectory(directory.resolve("state"));
    trace(root, CONTAINERS);

    Map<String, List<String>> traces = traces();
    List<String> starters =
        traces.keySet().stream().filter(pid -> startsWithImage(traces.get(pid))).toList();
    assertEquals(CONTAINERS, starters.size());
    int compared = 0;
    for (String starter : starters) {
      List<String> starterCalls = afterImage(traces.get(starter));
      String container = containerOf(starterCalls);
      List<String> containerCalls = traces.get(container);
      List<String> plan = planFor(root, containerCalls);
      Map<String, String> results = new HashMap<>();
      compared += compareFrom(plan, 0, starterCalls, results);
      compared += compareFrom(plan, indexOf(plan, "container"), containerCalls, results);
      if (hasInit(plan)) {
        List<String> command = commandOf(plan, traces);
        compared += compareFrom(plan, indexOf(plan, "init.command"), command, results);
      }
    }
    assertTrue(compared > CONTAINERS * 60, "only " + compared + " calls were compared");
  }

  private void trace(Path root, int count) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process strace =
        new ProcessBuilder(
                "strace",
                "-ff",
                "-v",
                "-s",
                "65535",
                "-o",
                directory.resolve("trace").toString(),
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TracedRuns.class.getName(),
                root.toString(),
                Long.toString(System.nanoTime()),
                "" + count)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    if (!strace.waitFor(5, TimeUnit.MINUTES)) {
      strace.destroyForcibly();
      fail("the traced containers did not end");
    }
    assertEquals(0, strace.exitValue(), () -> read(directory.resolve("output")));
  }

  private Map<String, List<String>> traces() throws IOException {
    Map<String, List<String>> traces = new HashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("trace.")).toList()) {
        traces.put(
            file.getFileName().toString().substring("trace.".length()),
            read(file).lines().toList());
      }
    }
    return traces;
  }

  private static boolean startsWithImage(List<String> calls) {
    return calls.stream().anyMatch(call -> call.startsWith("execve(\"/proc/self/fd/"));
  }

  private static List<String> afterImage(List<String> calls) {
    int exec = 0;
    while (!calls.get(exec).startsWith("execve(\"/proc/self/fd/")) {
      exec++;
    }
    return calls.subList(exec + 1, calls.size());
  }

  private static String containerOf(List<String> starterCalls) {
    String clone =
        starterCalls.stream().filter(call -> call.startsWith("clone3(")).findFirst().orElseThrow();
    return clone.substring(clone.lastIndexOf(' ') + 1);
  }

  /** The plan whose overlay this container mounts: its directory has the container's id. */
  private List<String> planFor(Path root, List<String> containerCalls) throws IOException {
    String overlay =
        containerCalls.stream()
            .filter(call -> call.startsWith("mount(\"overlay\""))
            .findFirst()
            .orElseThrow();
    String call = overlay.substring(0, overlay.lastIndexOf(") = 0") + 1);
    try (Stream<Path> files = Files.list(root)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("plan-"))
          .map(path -> read(path).lines().toList())
          .filter(plan -> plan.contains("\t" + call))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no plan mounts " + call));
    }
  }

  /** Compares until the process becomes something else, or ends, or begins init's endless loop. */
  private static int compareFrom(
      List<String> plan, int start, List<String> calls, Map<String, String> results) {
    int step = start;
    for (String call : calls) {
      if (call.startsWith("+++") || isName(plan.get(step), "init.signal")) {
        return step - start;
      }
      check(plan.get(step++), call, results);
      if (call.startsWith("execve(") && call.endsWith(" = 0")) {
        return step - start;
      }
    }
    return fail("the calls end before their program does, at " + plan.get(step));
  }

  private static boolean hasInit(List<String> plan) {
    return plan.stream().anyMatch(line -> isName(line, "init.command"));
  }

  private static int indexOf(List<String> plan, String name) {
    int index = 0;
    while (!isName(plan.get(index), name)) {
      index++;
    }
    return index;
  }

  private static boolean isName(String line, String name) {
    return line.startsWith(name + "\t");
  }

  /** The process that makes this plan's execve, which has words in it that no other has. */
  private static List<String> commandOf(List<String> plan, Map<String, List<String>> traces) {
    String exec =
        plan.stream().filter(line -> line.contains("\texecve(")).findFirst().orElseThrow();
    String call = exec.substring(exec.indexOf('\t') + 1);
    return traces.values().stream()
        .filter(calls -> calls.stream().anyMatch(each -> each.startsWith(call)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody calls " + call));
  }

  private static void check(String planned, String call, Map<String, String> results) {
    String name = planned.substring(0, planned.indexOf('\t'));
    String text = planned.substring(planned.indexOf('\t') + 1);
    Matcher seen = CALL.matcher(call);
    assertTrue(seen.matches(), call);
    String shown = COMMENT.matcher(seen.group(1)).replaceAll("");
    results.put(name, seen.group(2));
    Matcher placeholders = PLACEHOLDER.matcher(text);
    StringBuilder expected = new StringBuilder();
    while (placeholders.find()) {
      String value =
          text.startsWith("write(3, ") ? written(shown) : results.get(placeholders.group(1));
      assertFalse(value == null, () -> "unknown result in " + text);
      placeholders.appendReplacement(expected, Matcher.quoteReplacement(value));
    }
    placeholders.appendTail(expected);
    assertEquals(expected.toString(), shortened(shown, expected.toString()));
  }

  /**
   * As the plan has it where it leaves the rest of a structure away, which strace -v never does.
   */
  private static String shortened(String shown, String plan) {
    int dots = plan.indexOf(REST);
    return dots >= 0 && shown.startsWith(plan.substring(0, dots))
        ? plan.substring(0, dots) + REST + shown.substring(shown.lastIndexOf('}') + 1)
        : shown;
  }

  /** A report with a number in it: strace shows its bytes, the plan names the number. */
  private static String written(String call) {
    return call.substring("write(3, ".length(), call.lastIndexOf(", "));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
