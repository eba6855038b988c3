package dev.minidocker.build.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minidocker.build.dockerfile.Instruction.Env;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DockerfileProperties {
  private static final Map<String, String> VARIABLES =
      Map.of("A", "one", "B", "two words", "EMPTY", "");

  @Provide
  Arbitrary<String> soup() {
    return Arbitraries.of(
            "FROM",
            "scratch",
            "RUN",
            "COPY",
            "ENV",
            "ARG",
            "ONBUILD",
            "HEALTHCHECK",
            "SHELL",
            "LABEL",
            "ADD",
            " ",
            "\n",
            "\\",
            "\\\n",
            "\"",
            "'",
            "[",
            "]",
            "{",
            "}",
            "$",
            "${",
            "A",
            "=",
            ",",
            "--from=",
            "--",
            "<<EOF",
            "EOF",
            "#",
            "escape=`",
            "\t",
            "/",
            ":",
            "-",
            "é",
            "\0",
            "AS")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 20_000)
  void anyTextIsUnderstoodOrRefusedInOneLineThatNamesAPlace(@ForAll("soup") String text) {
    try {
      Dockerfile.parse("D", text)
          .stages()
          .forEach(stage -> assertFalse(stage.from().image().isEmpty()));
    } catch (DockerfileException e) {
      long lines = Math.max(1, text.lines().count());
      assertEquals("D:" + e.location().line(), e.getMessage().split(": ", 2)[0]);
      assertFalse(e.location().line() < 1 || e.location().line() > lines, e.getMessage());
    }
  }

  @Provide
  Arbitrary<Map<String, String>> variables() {
    return Arbitraries.maps(
            Arbitraries.strings().withCharRange('A', 'F').ofMinLength(1).ofMaxLength(2),
            Arbitraries.strings().withChars("ab '\"\\$={}#").ofMaxLength(6))
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property
  void quotedValuesMeanThemselves(@ForAll("variables") Map<String, String> variables) {
    String words =
        variables.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + quoted(variable.getValue()))
            .collect(Collectors.joining(" "));
    Env env =
        (Env)
            Dockerfile.parse("D", "FROM scratch\nENV " + words)
                .stages()
                .get(0)
                .instructions()
                .get(0);
    Map<String, String> meant = new LinkedHashMap<>();
    Expansion expansion = new Expansion(env.location(), Map.of(), '\\');
    env.variables().forEach((name, value) -> meant.put(name, expansion.expand(value)));
    assertEquals(variables, meant);
  }

  private static String quoted(String value) {
    return "\"" + value.replaceAll("([\"\\\\$])", "\\\\$1") + "\"";
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.of(
            "$A",
            "${B}",
            "${A:-x}",
            "${EMPTY:-y}",
            "${EMPTY-z}",
            "${NONE:+p}",
            "${A:+q$B}",
            "'$A'",
            "\"$A b\"",
            "\\$A",
            "plain",
            "-",
            "${NONE}",
            "\"'\"",
            "\\\\",
            "a\\b",
            "\"a\\b\"",
            "\"\\\"\"",
            "'\\'")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  /** A shell is the model: it replaces the same, in a word that it does not split. */
  @Property(tries = 200)
  void variablesAreReplacedAsAShellDoes(@ForAll("words") List<String> words) throws Exception {
    String word = String.join("", words);
    ProcessBuilder command =
        new ProcessBuilder("/bin/sh", "-c", "set -f; IFS=; printf %s. " + word);
    command.environment().clear();
    command.environment().putAll(VARIABLES);
    Process shell = command.redirectErrorStream(true).start();
    shell.getOutputStream().close();
    String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor(), answer);
    Expansion expansion = new Expansion(new Location("D", 1), VARIABLES, '\\');
    assertEquals(answer, expansion.expand(word) + ".");
  }
}
