package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ADD --checksum} takes the file that is meant, or none. */
class AddChecksumIT {
  private final String name = "md-sum-" + new Random().nextInt(1 << 30);
  private final byte[] content = (name + "\n").getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private HttpServer server;
  private String address;

  @BeforeEach
  void serve() throws Exception {
    Requirements.containers();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          try (var body = exchange.getResponseBody()) {
            body.write(content);
          }
        });
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private Outcome build(String add, String... options) throws Exception {
    String text = "FROM lab\nARG SUM\nADD " + add + "\nCMD cat /got\n";
    Files.writeString(folder.resolve("Dockerfile"), text);
    List<String> command = CommandLines.miniDocker("build", "-q", "-t", name);
    command.addAll(List.of(options));
    command.add(folder.toString());
    Map<String, String> state = Map.of("MINI_DOCKER_ROOT", folder.resolve("state").toString());
    return CommandLines.run(command, new byte[0], state);
  }

  /** As sha256sum(1) says it. */
  private static String digest(byte[] content) throws Exception {
    Requirements.program("sha256sum");
    Process sum = new ProcessBuilder("sha256sum").start();
    Outcome outcome = CommandLines.finish(sum, content);
    return "sha256:" + outcome.exitsWith(0).out().substring(0, 64);
  }

  @Test
  void theFileThatIsMeantIsAdded() throws Exception {
    String image =
        build("--checksum=" + digest(content) + " " + address + " /got").exitsWith(0).out();
    String given = "SUM=" + digest(content);
    build("--checksum=$SUM " + address + " /got", "--build-arg", given).prints(image);
  }

  @Test
  void ofAnotherFileNothingIsKept() throws Exception {
    build("nothing /got").complains(1, "nothing"); // now there is the image lab
    List<String> before = files();
    String other = digest(name.getBytes(StandardCharsets.UTF_8));
    build("--checksum=" + other + " " + address + " /got")
        .complains(1, "Dockerfile:3: ", address, digest(content), other);
    assertEquals(before, files());
  }

  private List<String> files() throws Exception {
    try (Stream<Path> all = Files.walk(folder.resolve("state"))) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void itIsRefusedForWhatDoesNotComeFromAServer() throws Exception {
    Files.write(folder.resolve("local"), content);
    build("--checksum=" + digest(content) + " local /got")
        .complains(1, "Dockerfile:3: ", "http://", "\"local\"");
    build("--checksum=$SUM " + address + " /got", "--build-arg", "SUM=sha256:1")
        .complains(1, "Dockerfile:3: ", "--checksum: ", "'1'");
  }
}
