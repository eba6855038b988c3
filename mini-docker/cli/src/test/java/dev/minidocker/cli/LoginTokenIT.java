package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that wants a token, and somebody who types a password at a terminal. */
class LoginTokenIT {
  private final String user = "u" + Long.toHexString(System.nanoTime());
  private final String password = "secret" + Long.toHexString(System.nanoTime() * 31);
  private final String token = "token" + Long.toHexString(System.nanoTime() * 37);
  @TempDir Path folder;
  private MadeUpRegistry registry;

  @BeforeEach
  void aRegistryWhoseTokensAreForOneUser() throws Exception {
    registry = new MadeUpRegistry(this::answer);
  }

  @AfterEach
  void end() {
    registry.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String who = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    String basic = "Basic " + Base64.getEncoder().encodeToString(both);
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/token") && who.equals(basic)) {
      MadeUpRegistry.send(exchange, 200, "{\"token\":\"" + token + "\"}");
    } else if (path.equals("/v2/") && who.equals("Bearer " + token)) {
      MadeUpRegistry.send(exchange, 200, "{}");
    } else {
      String realm = "Bearer realm=\"http://" + registry.host() + "/token\",service=\"s\"";
      exchange.getResponseHeaders().add("WWW-Authenticate", realm);
      MadeUpRegistry.send(exchange, 401, "");
    }
  }

  private Path config() {
    return folder.resolve("config.json");
  }

  @Test
  void aPasswordThatIsGoodForATokenIsKept() throws Exception {
    Map<String, String> here = Map.of("DOCKER_CONFIG", folder.toString());
    String[] args = {"login", "-u", user, "--password-stdin", registry.host()};
    Outcome refused =
        CommandLines.run(
            CommandLines.miniDocker(args), (password + "0").getBytes(StandardCharsets.UTF_8), here);
    refused.complains(1, "refuses", registry.host());
    assertFalse(Files.exists(config()));
    CommandLines.run(CommandLines.miniDocker(args), password.getBytes(StandardCharsets.UTF_8), here)
        .exitsWith(0);
    Requirements.program("skopeo");
    CommandLines.run(
            List.of("skopeo", "login", "--get-login", "--authfile=" + config(), registry.host()),
            new byte[0],
            Map.of())
        .prints(user + "\n");
    assertEquals("GET /v2/", registry.requests().get(registry.requests().size() - 1));
  }

  @Test
  void whatIsTypedAsPasswordIsNotShown() throws Exception {
    StringBuilder seen = new StringBuilder();
    Process process = atTerminal("login " + registry.host() + "; echo code $?; stty -a");
    try (OutputStream keys = process.getOutputStream()) {
      await(process, seen, "Username: ");
      type(keys, user + "\n");
      await(process, seen, "Password: ");
      type(keys, password + "\n");
      await(process, seen, "code ");
    }
    CompletableFuture<String> rest = CommandLines.read(process.getInputStream());
    String after = CommandLines.awaitEnd(process, rest, rest).out();
    assertTrue(seen.toString().contains("Login Succeeded"), seen.toString());
    assertTrue(seen.toString().contains(user), "the name is shown");
    assertFalse(seen.toString().contains(password), seen.toString());
    assertTrue(after.startsWith("0") && after.contains(" echo "), after);
    assertTrue(Files.readString(config()).contains(registry.host()));
  }

  @Test
  void whoGivesUpHasATerminalThatShowsWhatIsTyped() throws Exception {
    StringBuilder seen = new StringBuilder();
    Process process = atTerminal("login -u x " + registry.host() + "; echo code $?; stty -a");
    try (OutputStream keys = process.getOutputStream()) {
      await(process, seen, "Password: ");
      type(keys, "\003");
      await(process, seen, "code ");
    }
    CompletableFuture<String> rest = CommandLines.read(process.getInputStream());
    String after = CommandLines.awaitEnd(process, rest, rest).out();
    assertTrue(after.startsWith("130") && after.contains(" echo "), after);
    assertFalse(Files.exists(config()));
  }

  private Process atTerminal(String arguments) throws Exception {
    Requirements.program("script");
    Requirements.program("stty");
    String command = "trap : INT; " + CommandLines.script(folder) + " " + arguments;
    // whoever runs the tests in the background has them ignore SIGINT
    ProcessBuilder builder =
        new ProcessBuilder("env", "--default-signal=INT", "script", "-qec", command, "/dev/null");
    builder.environment().put("DOCKER_CONFIG", folder.toString());
    return builder.start();
  }

  private static void type(OutputStream keys, String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.US_ASCII));
    keys.flush();
  }

  private static void await(Process process, StringBuilder seen, String text) throws IOException {
    int from = seen.length();
    for (int c = process.getInputStream().read(); c >= 0; c = process.getInputStream().read()) {
      seen.append((char) c);
      if (seen.indexOf(text, from) >= 0) {
        return;
      }
    }
    throw new AssertionError("ended before \"" + text + "\": " + seen);
  }
}
