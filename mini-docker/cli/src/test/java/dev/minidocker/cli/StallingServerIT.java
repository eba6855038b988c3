package dev.minidocker.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build does not wait for ever for a server that stops in the midst of a file. */
class StallingServerIT {
  @TempDir Path folder;

  @Test
  void aFileThatDoesNotComeToItsEndIsNotWaitedFor() throws Exception {
    Requirements.containers();
    CountDownLatch over = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          OutputStream body = exchange.getResponseBody();
          body.write(new byte[10]);
          body.flush();
          awaitEnd(over);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
      Files.writeString(folder.resolve("Dockerfile"), "FROM lab\nADD " + address + " /\n");
      List<String> command = CommandLines.miniDocker("build", "-q", folder.toString());
      command.add(1, "-Dminidocker.patience.seconds=2");
      CommandLines.run(command, new byte[0], Map.of())
          .complains(1, "Dockerfile:2", address, "sent nothing for 2 seconds");
    } finally {
      over.countDown();
      server.stop(0);
      threads.shutdown();
    }
  }

  private static void awaitEnd(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
