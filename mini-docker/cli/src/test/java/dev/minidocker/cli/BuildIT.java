package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who knows docker expects of {@code build}. */
class BuildIT {
  private final String name = "md-build-" + new Random().nextInt(1 << 30);

  @TempDir Path context;

  @BeforeAll
  static void containers() {
    Requirements.containers();
  }

  @AfterEach
  void removeTheImage() {
    CommandLines.execute("rmi", name);
  }

  private void file(String path, String content) throws Exception {
    Files.createDirectories(context.resolve(path).getParent());
    Files.writeString(context.resolve(path), content);
  }

  private void dockerfile(String... lines) throws Exception {
    file("Dockerfile", String.join("\n", lines) + "\n");
  }

  private Outcome build(String... options) {
    List<String> command = new ArrayList<>(List.of("build", "-t", name));
    command.addAll(List.of(options));
    command.add(context.toString());
    return CommandLines.execute(command.toArray(String[]::new));
  }

  private String id() {
    return build("-q").exitsWith(0).out().strip();
  }

  private void runs(String expected, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("run", "--rm", name));
    all.addAll(List.of(command));
    CommandLines.run(all.toArray(String[]::new)).prints(expected);
  }

  @Test
  void theSameFilesMayBeTwoLayers() throws Exception {
    file("one.txt", name);
    dockerfile("FROM lab", "COPY one.txt /", "COPY one.txt /", "CMD cat /one.txt");
    build().exitsWith(0);
    runs(name);
    assertEquals(
        3,
        CommandLines.execute("inspect", "-f", "{{.RootFS.Layers}}", name).out().split(" ").length);
  }

  @Test
  void anImageHasItsFilesVariablesAndCommand() throws Exception {
    file("app/one.txt", name + "\n");
    file("app/sub/two.txt", "two\n");
    dockerfile(
        "FROM lab",
        "ENV GREETING=\"hello you\" PLACE=/srv",
        "WORKDIR $PLACE/app",
        "COPY app .",
        "RUN echo made-by-run > made && rm sub/two.txt",
        "CMD echo $GREETING; cat one.txt made; ls sub; pwd");
    build().exitsWith(0);
    runs("hello you\n" + name + "\nmade-by-run\n/srv/app\n");
  }

  @Test
  void aSecondBuildTakesAllFromTheCacheAndAChangedFileWhatFollowsIt() throws Exception {
    file("a", "1");
    file("b", "1");
    dockerfile(
        "FROM lab",
        "COPY a /a",
        "RUN cat /proc/sys/kernel/random/uuid > /first",
        "COPY b /b",
        "RUN cat /proc/sys/kernel/random/uuid > /second",
        "CMD cat /first /second");
    String first = id();
    String shown = CommandLines.run("run", "--rm", name).exitsWith(0).out();
    assertEquals(first, id());
    assertEquals(4, build().out().lines().filter(" ---> Using cache"::equals).count());
    file("b", "2");
    assertNotEquals(first, id());
    String again = CommandLines.run("run", "--rm", name).exitsWith(0).out();
    assertEquals(shown.lines().toList().get(0), again.lines().toList().get(0));
    assertNotEquals(shown.lines().toList().get(1), again.lines().toList().get(1));
    String fresh = build("-q", "--no-cache").exitsWith(0).out();
    assertNotEquals(first, fresh.strip());
    assertEquals(fresh.strip(), id());
    String made = CommandLines.run("run", "--rm", name).exitsWith(0).out();
    file("b", "1"); // was built before, on something that is not what the cache has now
    assertEquals(0, build().code());
    String last = CommandLines.run("run", "--rm", name).exitsWith(0).out();
    assertEquals(made.lines().toList().get(0), last.lines().toList().get(0));
  }

  @Test
  void stagesTakeFilesFromOneAnother() throws Exception {
    file("in", name);
    dockerfile(
        "ARG BASE=nothing",
        "FROM $BASE AS maker",
        "ARG WORD=default",
        "COPY in /made/in",
        "RUN echo $WORD > /made/word; ln -s /made/word /link",
        "FROM lab AS unused",
        "RUN exit 3",
        "FROM lab",
        "COPY --from=maker --chmod=0600 /made /got",
        "COPY --from=maker /link /got/followed",
        "CMD cat /got/in /got/word /got/followed; stat -c %a /got/in");
    build("--build-arg", "BASE=lab", "--build-arg", "WORD=w").exitsWith(0);
    runs(name + "w\nw\n600\n");
    build("--target", "unused", "--build-arg", "BASE=lab")
        .complains(1, "Dockerfile:7", "exited with 3");
  }

  @Test
  void anImageOfNothingHoldsOnlyWhatIsCopied() throws Exception {
    Files.copy(Path.of("/proc/self/exe"), context.resolve("unused"));
    file("data", name);
    dockerfile(
        "FROM scratch",
        "COPY data /data",
        "LABEL a=b",
        "FROM lab",
        "COPY --from=0 / /all/",
        "CMD ls /all; cat /all/data");
    build().exitsWith(0);
    runs("data\n" + name);
  }

  @Test
  void archivesAreExtractedByAddAndCopiedByCopy() throws Exception {
    file("inside/f", name);
    Process tar =
        new ProcessBuilder(
                "tar", "-C", "" + context, "-czf", "" + context.resolve("x.tgz"), "inside")
            .start();
    assertEquals(0, tar.waitFor());
    dockerfile(
        "FROM lab",
        "ADD x.tgz /added/",
        "COPY x.tgz /copied/",
        "CMD cat /added/inside/f; ls /copied");
    build().exitsWith(0);
    runs(name + "x.tgz\n");
  }

  /** The Dockerfile reference: SHELL is for RUN, CMD and ENTRYPOINT in shell form. */
  @Test
  void theShellIsThatOfEntryPointsToo() throws Exception {
    dockerfile("FROM lab", "SHELL [\"/bin/sh\", \"-ec\"]", "ENTRYPOINT false; echo went on");
    build().exitsWith(0);
    Outcome outcome = CommandLines.execute("run", "--rm", name);
    assertEquals("", outcome.out(), outcome::toString);
    outcome.exitsWith(1);
  }

  @Test
  void hereDocumentsAreFilesAndScripts() throws Exception {
    dockerfile(
        "FROM lab",
        "ENV WHO=" + name,
        "COPY <<one <<'two' /d/",
        "$WHO",
        "one",
        "$WHO",
        "two",
        "RUN <<END",
        "for i in 1 2; do echo $i >> /count; done",
        "END",
        "CMD cat /d/one /d/two /count");
    build().exitsWith(0);
    runs(name + "\n$WHO\n1\n2\n");
  }

  @Test
  void whatGoesWrongIsToldWithItsLineAndLeavesNoImage() throws Exception {
    dockerfile("FROM lab", "COPY nothing /x");
    build().complains(1, "Dockerfile:2", "\"nothing\" is not in");
    dockerfile("FROM lab", "RUN exit 7");
    build().complains(1, "Dockerfile:2", "exited with 7");
    String nobody = "127.0.0.1:" + LocalRegistry.freePort() + "/md-no-such-image";
    dockerfile("FROM " + nobody, "RUN true");
    build().complains(1, "Dockerfile:1", "cannot get the image " + nobody, "images");
    String id = "0123456789abcdef".repeat(4);
    dockerfile("FROM " + id, "RUN true");
    build().complains(1, "Dockerfile:1", "no image \"" + id + "\"");
    dockerfile("FROM lab", "RUNN true");
    build().complains(1, "Dockerfile:2", "unknown instruction RUNN");
    dockerfile("FROM lab", "USER nobody-of-this-name", "RUN true");
    build().complains(1, "Dockerfile:3", "nobody-of-this-name");
    dockerfile("FROM lab", "EXPOSE 70000");
    build().complains(1, "Dockerfile:2", "1 to 65535");
    dockerfile("FROM lab", "COPY --chmod=rw Dockerfile /x");
    build().complains(1, "Dockerfile:2", "octal");
    assertFalse(CommandLines.execute("images").out().contains(name));
    dockerfile("FROM lab", "RUN true");
    build("--target", "none").complains(1, "no stage \"none\"");
    assertTrue(build("--build-arg", "X=1").err().contains("no ARG takes"), "a warning");
  }

  @Test
  void nothingOutsideTheContextIsCopied() throws Exception {
    Files.createSymbolicLink(context.resolve("out"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(context.resolve("up"), Path.of("../.."));
    dockerfile("FROM lab", "COPY out /x");
    build().complains(1, "Dockerfile:2", "\"out\" is not in");
    dockerfile("FROM lab", "COPY up/Dockerfile /x", "CMD cat /x");
    build().exitsWith(0);
    runs(Files.readString(context.resolve("Dockerfile")));
  }
}
