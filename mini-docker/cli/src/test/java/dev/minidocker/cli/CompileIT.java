package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Arch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container as a file: it runs by itself, and other programs understand it. */
class CompileIT {
  private final String word = "md" + new Random().nextInt(1 << 30);

  @TempDir Path folder;

  @BeforeAll
  static void containers() {
    Requirements.containers();
    CommandLines.execute("run", "--rm", "lab", "true").exitsWith(0);
  }

  @Test
  void itRunsWithoutJava() throws Exception {
    Path file =
        compiled(
            "-h",
            word,
            "lab",
            "sh",
            "-c",
            "hostname; cat /proc/1/comm; ls /proc | grep -c '^[0-9]'; exit 7");
    Outcome outcome = alone(file);
    List<String> lines = outcome.out().lines().toList();
    assertEquals(word, lines.get(0), outcome::toString);
    assertEquals("sh", lines.get(1), outcome::toString);
    assertTrue(Integer.parseInt(lines.get(2)) <= 4, outcome::toString); // sh, its pipe, no java
    outcome.exitsWith(7);
    assertTrue(Files.size(file) < 64 * 1024, "larger than a few pages");
  }

  @Test
  void itRunsAgainAndAgainAndKeepsNothing() throws Exception {
    Path file = compiled("lab", "sh", "-c", "ls /" + word + " 2>/dev/null; echo x >/" + word);
    for (int i = 0; i < 3; i++) {
      alone(file).prints("");
    }
  }

  @Test
  void aRefusedCallIsNamed() throws Exception {
    Outcome outcome = alone(compiled("-w", "/etc/passwd", "lab", "true"));
    assertEquals("container: chdir(\"/etc/passwd\"): ENOTDIR (Not a directory)\n", outcome.err());
    outcome.exitsWith(125);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 11, 15})
  void aSignalThatEndsTheCommandIsToldByTheExitCode(int signal) throws Exception {
    alone(compiled("--init", "lab", "sh", "-c", "kill -" + signal + " $$")).exitsWith(128 + signal);
  }

  @Test
  void networksAreRefused() {
    String file = folder.resolve("refused").toString();
    CommandLines.execute("compile", "-o", file, "-p", "80", "lab", "true")
        .complains(125, "a compiled container has a network of its own");
  }

  @Test
  void aMissingCommandIsNamed() throws Exception {
    Outcome outcome = alone(compiled("lab", word));
    assertTrue(outcome.err().startsWith(word + ": "), outcome::toString);
    outcome.exitsWith(127);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "readelf --wide --headers",
        "objdump --disassemble",
        "strace --follow-forks --quiet=all"
      })
  void otherProgramsUnderstandIt(String tool) throws Exception {
    String[] words = tool.split(" ", -1);
    Requirements.program(words[0]);
    Path file = compiled("lab", "true");
    List<String> command = new java.util.ArrayList<>(List.of(words));
    command.add(file.toString());
    Outcome outcome = CommandLines.run(command, new byte[0], Map.of()).exitsWith(0);
    String proof =
        Map.of(
                "readelf",
                "EXEC (Executable file)",
                "objdump",
                Arch.host() == Arch.X86_64 ? "syscall" : "svc",
                "strace",
                "pivot_root(")
            .get(words[0]);
    String said = outcome.out() + outcome.err();
    assertTrue(said.contains(proof), said);
    assertTrue(!said.contains("rror:") && !said.contains("arning:"), said);
  }

  private Path compiled(String... options) {
    Path file = folder.resolve("container");
    String[] args = new String[options.length + 3];
    args[0] = "compile";
    args[1] = "-o";
    args[2] = file.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    assertEquals(new Outcome(0, "", ""), CommandLines.execute(args));
    return file;
  }

  private static Outcome alone(Path file) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(file.toString());
    builder.environment().clear();
    return CommandLines.finish(builder.start(), new byte[0]);
  }
}
