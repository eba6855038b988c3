package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build takes from elsewhere than from a directory: standard input, and servers. */
class BuildInputIT {
  private final String name = "md-input-" + new Random().nextInt(1 << 30);

  @TempDir Path folder;

  @BeforeAll
  static void containers() {
    Requirements.containers();
  }

  @AfterEach
  void removeTheImage() {
    CommandLines.execute("rmi", name);
  }

  private Outcome build(byte[] input, String... options) throws Exception {
    List<String> command = CommandLines.miniDocker("build", "-q", "-t", name);
    command.addAll(List.of(options));
    return CommandLines.run(command, input, Map.of());
  }

  private byte[] tar(String... options) throws Exception {
    Process tar = new ProcessBuilder("tar", "-c" + options[0], "-C", "" + folder, ".").start();
    byte[] archive = tar.getInputStream().readAllBytes();
    return tar.waitFor() == 0 ? archive : new byte[0];
  }

  private void runs(String expected) throws Exception {
    CommandLines.run("run", "--rm", name).prints(expected);
  }

  @Test
  void theDockerfileIsReadFromStandardInput() throws Exception {
    String text = "FROM lab\nCMD echo " + name + "\n";
    build(text.getBytes(StandardCharsets.UTF_8), "-").exitsWith(0);
    runs(name + "\n");
    String copies = "FROM lab\nCOPY x /\n";
    build(copies.getBytes(StandardCharsets.UTF_8), "-").complains(1, "Dockerfile:2", "\"x\"");
    build(new byte[0], "-").complains(1, "Dockerfile:1", "no FROM");
  }

  @Test
  void anArchiveOnStandardInputIsTheContext() throws Exception {
    Files.writeString(folder.resolve("data"), name);
    Files.writeString(folder.resolve("Dockerfile"), "FROM lab\nCOPY data /\nCMD cat /data\n");
    Files.writeString(folder.resolve("other"), "FROM lab\nCOPY other /\nCMD cat /other\n");
    build(tar("f-"), "-").exitsWith(0);
    runs(name);
    build(tar("zf-"), "-f", "other", "-").exitsWith(0);
    runs(Files.readString(folder.resolve("other")));
    build(tar("f-"), "-f", "missing", "-").complains(1, "\"missing\" is not in");
    build(new byte[0], "-f", "-", "-").complains(1, "not both");
  }

  @Test
  void aFileOfAServerIsAddedAsItIs() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] archive = tar("f-");
    server.createContext(
        "/files/",
        exchange -> {
          boolean known = exchange.getRequestURI().getPath().equals("/files/x.tar");
          exchange.getResponseHeaders().add("Last-Modified", "Sat, 03 Feb 2001 04:05:06 GMT");
          exchange.sendResponseHeaders(known ? 200 : 404, known ? archive.length : -1);
          try (var body = exchange.getResponseBody()) {
            if (known) {
              body.write(archive);
            }
          }
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/files/";
      String text = "FROM lab\nADD " + address + "x.tar /got/\nCMD stat -c '%a %s %Y' /got/x.tar\n";
      build(text.getBytes(StandardCharsets.UTF_8), "-").exitsWith(0);
      runs("600 " + archive.length + " 981173106\n");
      String missing = text.replace("x.tar", "y.tar");
      build(missing.getBytes(StandardCharsets.UTF_8), "-").complains(1, "Dockerfile:2", "404");
      String nameless = text.replace("x.tar /", " /");
      build(nameless.getBytes(StandardCharsets.UTF_8), "-").complains(1, "Dockerfile:2", "name");
    } finally {
      server.stop(0);
    }
    String dead = "FROM lab\nADD http://127.0.0.1:1/x /\n";
    build(dead.getBytes(StandardCharsets.UTF_8), "-").complains(1, "Dockerfile:2", "cannot fetch");
  }

  @Test
  void aQuietBuildPrintsAnIdAndOfAFailureWhatLedToIt() throws Exception {
    String noise = "FROM lab\nRUN echo out-" + name + "; echo err-" + name + " >&2";
    Outcome built = build((noise + "\n").getBytes(StandardCharsets.UTF_8), "--no-cache", "-");
    built.exitsWith(0);
    assertTrue(built.out().matches("sha256:[0-9a-f]{64}\n"), built::out);
    assertEquals("", built.err());
    Outcome failed = build((noise + "; false\n").getBytes(StandardCharsets.UTF_8), "-");
    failed.exitsWith(1);
    assertEquals("", failed.out());
    assertTrue(failed.err().contains("out-" + name + "\nerr-" + name + "\n"), failed::err);
  }

  @Test
  void progressIsOfAKnownKind() throws Exception {
    byte[] text = "FROM lab\n".getBytes(StandardCharsets.UTF_8);
    build(text, "--progress", "fancy", "-").complains(1, "expected one of auto plain quiet tty");
    build(text, "--progress=plain", "-").exitsWith(0);
  }
}
