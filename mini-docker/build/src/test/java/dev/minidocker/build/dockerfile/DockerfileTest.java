package dev.minidocker.build.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.build.dockerfile.Instruction.Copy;
import dev.minidocker.build.dockerfile.Instruction.Env;
import dev.minidocker.build.dockerfile.Instruction.HealthCheck;
import dev.minidocker.build.dockerfile.Instruction.OnBuild;
import dev.minidocker.build.dockerfile.Instruction.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the Dockerfile reference says, case by case. */
class DockerfileTest {

  private static Dockerfile parse(String... lines) {
    return Dockerfile.parse("Dockerfile", String.join("\n", lines) + "\n");
  }

  private static <T extends Instruction> T only(Class<T> type, String... lines) {
    List<Instruction> instructions =
        Dockerfile.parse("Dockerfile", "FROM scratch\n" + String.join("\n", lines))
            .stages()
            .get(0)
            .instructions();
    assertEquals(1, instructions.size(), instructions::toString);
    return assertInstanceOf(type, instructions.get(0));
  }

  @Test
  void stagesAreFoundByNameInAnyCaseAndByNumber() {
    Dockerfile file =
        parse("ARG BASE=lab", "FROM $BASE AS Build", "RUN make", "FROM build", "CMD x");
    assertEquals(2, file.stages().size());
    assertEquals(Optional.of("lab"), file.arguments().get(0).variables().get("BASE"));
    assertEquals(0, file.stage("BUILD").orElseThrow().index());
    assertEquals(1, file.stage("1").orElseThrow().index());
    assertEquals(Optional.empty(), file.stage("nothing"));
  }

  @Test
  void continuedLinesAreJoinedWithoutCommentsAndEmptyLines() {
    Run run = only(Run.class, "RUN a && \\", "# why", "", "   b \\  ", "  c");
    assertEquals(List.of("a &&    b   c"), run.command().words());
    assertTrue(run.command().shell());
    assertEquals(2, run.location().line());
  }

  @Test
  void aBacktickContinuesLinesIfTheFileSaysSo() {
    Dockerfile file = parse("# escape=`", "FROM scratch", "COPY a `", " c:\\dir\\");
    Copy copy = assertInstanceOf(Copy.class, file.stages().get(0).instructions().get(0));
    assertEquals("c:\\dir\\", copy.destination());
    assertEquals('`', file.escape());
  }

  @Test
  void aDirectiveBehindACommentIsAComment() {
    assertEquals('\\', parse("# about this", "# escape=`", "FROM scratch").escape());
  }

  @Test
  void theExecFormIsJsonAndAnythingElseIsForTheShell() {
    assertEquals(
        new Command(List.of("a", "b c", "\""), false),
        only(Run.class, "RUN [ \"a\", \"b c\", \"\\\"\" ]").command());
    assertEquals(new Command(List.of("['a']"), true), only(Run.class, "RUN ['a']").command());
    assertEquals(
        List.of("/bin/bash", "-c", "[ -f x ]"),
        only(Run.class, "RUN [ -f x ]").command().arguments(List.of("/bin/bash", "-c")));
  }

  @Test
  void hereDocumentsAreFilesOrScripts() {
    Copy copy =
        only(Copy.class, "COPY <<one.txt <<-'two' /dir/", "1 $X", "one.txt", "\t2", "\ttwo");
    assertEquals(
        List.of(new HereDocument("one.txt", "1 $X\n", true), new HereDocument("two", "2\n", false)),
        copy.documents());
    assertEquals(List.of(), copy.sources());
    assertEquals(
        List.of("echo a\n# no comment\necho b\n"),
        only(Run.class, "RUN <<EOF", "echo a", "# no comment", "echo b", "EOF").command().words());
    assertEquals(
        List.of("cat <<EOF > x && ls\nhello\nEOF\n"),
        only(Run.class, "RUN cat <<EOF > x && ls", "hello", "EOF").command().words());
  }

  @Test
  void environmentHasTwoForms() {
    assertEquals(
        Map.of("A", "1", "B", "\"two words\"", "C", "x\\ y"),
        only(Env.class, "ENV A=1 B=\"two words\" C=x\\ y").variables());
    assertEquals(
        Map.of("A", "all the   rest = this"),
        only(Env.class, "ENV A all the   rest = this").variables());
  }

  @Test
  void copyTakesFlagsAndJson() {
    Copy copy =
        only(Copy.class, "COPY --from=build --chown=7:8 --chmod=0644 [\"a b\", \"c\", \"/d/\"]");
    assertEquals(List.of("a b", "c"), copy.sources());
    assertEquals("/d/", copy.destination());
    assertEquals(Optional.of("build"), copy.from());
    assertEquals(Optional.of("7:8"), copy.owner());
    assertEquals(Optional.of("0644"), copy.mode());
  }

  @Test
  void healthChecksHaveOptions() {
    HealthCheck check =
        only(HealthCheck.class, "HEALTHCHECK --interval=5s --retries=2 CMD [\"true\"]");
    assertEquals(Map.of("interval", "5s", "retries", "2"), check.probe().orElseThrow().options());
    assertEquals(Optional.empty(), only(HealthCheck.class, "HEALTHCHECK NONE").probe());
  }

  @Test
  void whatAnImageLeavesToOthersIsReadAgainAsItWasWritten() {
    OnBuild trigger = only(OnBuild.class, "ONBUILD RUN cat <<EOF", "one", "EOF");
    Run run = assertInstanceOf(Run.class, Dockerfile.parseTrigger("base", trigger.text()));
    assertEquals(List.of("cat <<EOF\none\nEOF\n"), run.command().words());
  }
}
