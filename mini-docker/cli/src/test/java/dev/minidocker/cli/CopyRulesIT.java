package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners, links and directories of what a build copies, as other builders have them. */
class CopyRulesIT {
  private final String name = "md-copy-" + new Random().nextInt(1 << 30);

  @TempDir Path context;

  @BeforeAll
  static void containers() {
    Requirements.containers();
  }

  @AfterEach
  void removeTheImage() {
    CommandLines.execute("rmi", name);
  }

  private Outcome build(String... lines) throws Exception {
    List<String> all = new ArrayList<>(List.of("FROM lab"));
    all.addAll(List.of(lines));
    Files.write(context.resolve("Dockerfile"), all);
    return CommandLines.execute("build", "-t", name, context.toString());
  }

  private String inside(String script) throws Exception {
    return CommandLines.run("run", "--rm", name, "sh", "-c", script).exitsWith(0).out();
  }

  private static void requireOwners() {
    Requirements.require(
        System.getProperty("user.name").equals("root"),
        "without root, all files of an image have one owner");
  }

  @Test
  void workdirMakesItsDirectoryForItsUser() throws Exception {
    build("WORKDIR /made/first", "USER 7:8", "WORKDIR second").exitsWith(0);
    assertEquals("/made/first/second\n", inside("pwd"));
    String history = CommandLines.execute("history", name).out();
    assertEquals(2, history.lines().filter(line -> line.contains("WORKDIR")).count(), history);
    requireOwners();
    assertEquals("0:0\n7:8\n", inside("stat -c %u:%g /made/first /made/first/second"));
  }

  @Test
  void whatAnotherStageHasKeepsItsOwner() throws Exception {
    requireOwners();
    Files.writeString(context.resolve("f"), name);
    build(
            "COPY --chown=7:8 f /new/d/f",
            "FROM lab",
            "COPY --from=0 /new /kept",
            "COPY --from=0 --chown=9 /new /given")
        .exitsWith(0);
    assertEquals("7:8\n9:9\n", inside("stat -c %u:%g /kept/d/f /given/d/f"));
  }

  @Test
  void filesWithSeveralNamesStayOneFile() throws Exception {
    Path first = Files.writeString(Files.createDirectory(context.resolve("d")).resolve("a"), name);
    Files.createLink(first.resolveSibling("b"), first);
    build("COPY d /d").exitsWith(0);
    assertEquals(name + "2", inside("cat /d/a; stat -c %h /d/b").strip());
  }

  @Test
  void aLinkInTheImageIsFollowedAndAFileIsNotReplacedByADirectory() throws Exception {
    Files.writeString(context.resolve("f"), name);
    Files.writeString(Files.createDirectory(context.resolve("d")).resolve("a"), "a");
    build("RUN echo old > /file && ln -s file /link", "COPY f /link").exitsWith(0);
    assertEquals(name, inside("test -L /link && cat /file"));
    build("COPY f /file", "COPY d /file").complains(1, "Dockerfile:3", "/file is a file");
    build("COPY f /file", "WORKDIR /file/sub").complains(1, "Dockerfile:3", "/file is a file");
  }

  @Test
  void aLinkThatLeadsNowhereIsNotCopiedByAPattern() throws Exception {
    Files.createSymbolicLink(context.resolve("dangling"), Path.of("nowhere"));
    build("COPY d* /x/").complains(1, "Dockerfile:2", "dangling", "leads to nothing");
  }

  @Test
  void aFifoStaysOneAndASocketIsRefused() throws Exception {
    Requirements.program("mkfifo");
    Path directory = Files.createDirectory(context.resolve("d"));
    build("COPY d /d").exitsWith(0);
    Path fifo = directory.resolve("f");
    CommandLines.run(List.of("mkfifo", "-m", "640", fifo.toString()), new byte[0], Map.of())
        .exitsWith(0);
    build("COPY d /d").exitsWith(0);
    assertEquals("fifo 640\n", inside("stat -c '%F %a' /d/f"));
    Files.delete(fifo);
    Files.setPosixFilePermissions(
        Files.createFile(fifo), PosixFilePermissions.fromString("rw-r-----"));
    build("COPY d /d").exitsWith(0);
    String what = inside("stat -c '%F %a' /d/f");
    assertTrue(what.matches("regular empty file 640\n"), what);
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(context.resolve("s")));
      build("COPY . /x").complains(1, "Dockerfile:2", "/s is a socket", ".dockerignore");
    }
  }

  @Test
  void severalFilesGoToTheWorkingDirectory() throws Exception {
    Files.writeString(context.resolve("f"), "f");
    Files.writeString(context.resolve("g"), "g");
    build("WORKDIR /w", "COPY f g .").exitsWith(0);
    assertEquals("fg", inside("cat /w/f /w/g"));
  }
}
