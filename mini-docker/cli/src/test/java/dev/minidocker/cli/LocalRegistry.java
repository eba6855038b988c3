package dev.minidocker.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's docker-registry on this machine. */
record LocalRegistry(Process process, int port) implements AutoCloseable {

  /** One that lets everybody in. */
  static LocalRegistry open(Path folder) throws Exception {
    return start(folder, "");
  }

  /** One that lets in a single user, whose password it knows as a hash by bcrypt. */
  static LocalRegistry of(Path folder, String user, String password) throws Exception {
    Requirements.program("perl");
    String hash =
        CommandLines.run(
                List.of("perl", "-e", "print crypt(<STDIN>, '$2y$04$abcdefghijklmnopqrstuu')"),
                password.getBytes(StandardCharsets.UTF_8),
                Map.of())
            .exitsWith(0)
            .out();
    Requirements.require(hash.startsWith("$2y$"), "crypt(3) of this machine has no bcrypt");
    Path users = Files.writeString(folder.resolve("htpasswd"), user + ":" + hash + "\n");
    return start(folder, "auth: {htpasswd: {realm: test, path: '" + users + "'}}\n");
  }

  private static LocalRegistry start(Path folder, String more) throws Exception {
    Requirements.program("docker-registry");
    int port = freePort();
    Path config = folder.resolve("registry-" + port + ".yml");
    Files.writeString(
        config,
        "version: 0.1\nstorage: {delete: {enabled: true}, filesystem: {rootdirectory: '"
            + folder.resolve("registry-" + port)
            + "'}}\nhttp: {addr: '127.0.0.1:"
            + port
            + "'}\n"
            + more);
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry-" + port + ".log").toFile())
            .start();
    LocalRegistry registry = new LocalRegistry(process, port);
    registry.awaitPort();
    return registry;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("the registry does not answer", e);
        }
        Thread.sleep(50);
      }
    }
  }

  String host() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
