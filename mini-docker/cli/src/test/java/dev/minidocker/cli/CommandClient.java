package dev.minidocker.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks a {@link CommandServer} of its own, which is started when it is first asked. */
final class CommandClient {
  private static final int PATIENCE_SECONDS = 60;

  /** Those that run no container. */
  private static final Set<String> SERVED =
      Set.of("network", "ps", "port", "rm", "images", "image", "tag", "rmi", "history", "inspect");

  private final Function<List<String>, ProcessBuilder> place;
  private Process server;

  /**
   * @param place makes a process of a command line, where the commands are to be executed
   */
  CommandClient(Function<List<String>, ProcessBuilder> place) {
    this.place = place;
  }

  /** Whether a server's answer to this command line is the same as a process would give. */
  static boolean serves(String... args) {
    return args.length > 0 && SERVED.contains(args[0]);
  }

  /** Has a command line executed that finds this at standard input. */
  synchronized Outcome execute(byte[] input, String... args) throws Exception {
    if (server == null) {
      server =
          place.apply(CommandLines.server()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
    CompletableFuture<Outcome> answer = CompletableFuture.supplyAsync(() -> ask(input, args));
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      server.destroyForcibly();
      throw new AssertionError("hangs: " + List.of(args), e);
    }
  }

  private Outcome ask(byte[] input, String... args) {
    try {
      DataOutputStream requests = new DataOutputStream(server.getOutputStream());
      requests.writeInt(args.length);
      for (String word : args) {
        requests.writeUTF(word);
      }
      requests.writeInt(input.length);
      requests.write(input);
      requests.flush();
      DataInputStream answers = new DataInputStream(server.getInputStream());
      return new Outcome(answers.readInt(), text(answers), text(answers));
    } catch (IOException e) {
      throw new UncheckedIOException("no answer to " + List.of(args), e);
    }
  }

  private static String text(DataInputStream answers) throws IOException {
    return new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8);
  }

  /** Ends the server, and waits for that. */
  synchronized void end() throws Exception {
    if (server != null) {
      server.getOutputStream().close();
      if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly();
        throw new AssertionError("the server does not end");
      }
    }
  }
}
