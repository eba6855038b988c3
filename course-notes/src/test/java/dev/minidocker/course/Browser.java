package dev.minidocker.course;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chromium without a screen, driven by the W3C WebDriver protocol. */
final class Browser {
  private static final Pattern PORT = Pattern.compile("on port (\\d+)");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final URI session;

  private Browser(Path profile) throws IOException, InterruptedException {
    driver = new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    try {
      URI sessions = URI.create("http://127.0.0.1:" + port() + "/session");
      List<String> args =
          List.of(
              "--headless",
              "--no-sandbox",
              "--disable-gpu",
              "--disable-quic",
              "--no-first-run",
              "--disable-background-networking",
              "--disable-component-update",
              "--disable-sync",
              "--disable-dev-shm-usage",
              "--user-data-dir=" + profile);
      Map<String, Object> options = Map.of("goog:chromeOptions", Map.of("args", args));
      JsonElement made =
          ask("POST", sessions, Map.of("capabilities", Map.of("alwaysMatch", options)));
      session = URI.create(sessions + "/" + made.getAsJsonObject().get("sessionId").getAsString());
    } catch (IOException | RuntimeException e) {
      stop();
      throw e;
    }
  }

  /** Starts one that keeps what it keeps in an empty directory. */
  static Browser start(Path profile) throws IOException, InterruptedException {
    return new Browser(profile);
  }

  private int port() throws IOException {
    BufferedReader output = driver.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find() && !port.group(1).equals("0")) {
        return Integer.parseInt(port.group(1));
      }
      said.append(line).append('\n');
    }
    throw new IOException("chromedriver does not start: " + said);
  }

  void open(URI page) throws IOException, InterruptedException {
    ask("POST", command("url"), Map.of("url", page.toString()));
  }

  /** The value of a JavaScript function's body. */
  JsonElement run(String script) throws IOException, InterruptedException {
    return ask("POST", command("execute/sync"), Map.of("script", script, "args", List.of()));
  }

  /** What a CSS selector finds, in the order of the page. */
  List<String> elements(String selector) throws IOException, InterruptedException {
    return ask("POST", command("elements"), Map.of("using", "css selector", "value", selector))
        .getAsJsonArray()
        .asList()
        .stream()
        .map(element -> element.getAsJsonObject().get(ELEMENT).getAsString())
        .toList();
  }

  void click(String element) throws IOException, InterruptedException {
    ask("POST", command("element/" + element + "/click"), Map.of());
  }

  void type(String element, String keys) throws IOException, InterruptedException {
    ask("POST", command("element/" + element + "/value"), Map.of("text", keys));
  }

  private URI command(String path) {
    return URI.create(session + "/" + path);
  }

  private JsonElement ask(String method, URI uri, Object body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.ofString(new Gson().toJson(body)))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(method + " " + uri + ": " + answer.body());
    }
    return JsonParser.parseString(answer.body()).getAsJsonObject().get("value");
  }

  private void stop() {
    driver.descendants().forEach(ProcessHandle::destroyForcibly);
    driver.destroyForcibly().onExit().join();
  }

  /** Ends the browser, which lets go of its files, and the driver. */
  void quit() throws IOException, InterruptedException {
    try {
      ask("DELETE", session, Map.of());
    } finally {
      stop();
    }
  }
}
