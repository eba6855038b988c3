package dev.minidocker.engine.network.etcd;

import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.http.NoAnswer;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Questions to etcd as JSON over HTTP, and what its answers can be that are none. */
final class Gateway {
  private static final int USUAL_PORT = 2379;
  private static final int NOT_FOUND = 5; // of gRPC's codes
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** One for all: each has a thread and descriptors of its own until it is collected. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_PATIENCE)
          .build();

  private final URI address;

  private Gateway(URI address) {
    this.address = address;
  }

  static Gateway at(String url) {
    String plain = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    try {
      URI uri = new URI(plain);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null && !uri.isOpaque()) {
        if (uri.getRawPath().isEmpty() && uri.getRawQuery() == null) {
          return new Gateway(uri);
        }
      }
    } catch (URISyntaxException e) {
      throw wrong(url, e);
    }
    throw wrong(url, null);
  }

  private static NetworkException wrong(String url, Exception cause) {
    return new NetworkException(
        "\"" + url + "\" is no address of etcd: write http://HOST:" + USUAL_PORT, cause);
  }

  String host() {
    return address.getHost().replaceAll("[\\[\\]]", "");
  }

  int port() {
    return address.getPort() < 0 ? USUAL_PORT : address.getPort();
  }

  /** The answer to a question. */
  JsonFields ask(String path, Map<String, Object> question) {
    HttpResponse<byte[]> response = send(path, question);
    JsonFields answer = json(path, response);
    if (response.statusCode() != 200 || answer.members().containsKey("error")) {
      throw refused(path, answer);
    }
    return answer;
  }

  /** The same where it does not matter if what is meant is gone already. */
  void tell(String path, Map<String, Object> question) {
    HttpResponse<byte[]> response = send(path, question);
    JsonFields answer = json(path, response);
    if (response.statusCode() != 200 && answer.number("code") != NOT_FOUND) {
      throw refused(path, answer);
    }
  }

  private HttpResponse<byte[]> send(String path, Map<String, Object> question) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(question)))
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new NetworkException(
          "etcd at " + address + " does not answer: " + NoAnswer.reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetworkException("etcd at " + address + ": interrupted while asking it", e);
    }
  }

  /** An answer of etcd has a header with the cluster's number, and a refusal says so. */
  private JsonFields json(String path, HttpResponse<byte[]> response) {
    try {
      JsonFields answer = new JsonFields(Json.read(response.body(), "etcd"), "etcd's answer");
      boolean streamed = answer.members().containsKey("result");
      JsonFields headed = streamed ? answer.object("result") : answer;
      if (answer.members().containsKey("error")
          || !headed.object("header").text("cluster_id").isEmpty()) {
        return answer;
      }
    } catch (ImageException e) {
      throw notEtcd(path, response, e);
    }
    throw notEtcd(path, response, null);
  }

  private NetworkException notEtcd(String path, HttpResponse<byte[]> response, Exception cause) {
    return new NetworkException(
        "what answers at "
            + address
            + " is not etcd 3.4 or newer: it says "
            + response.statusCode()
            + " to "
            + path
            + ". Check the address",
        cause);
  }

  private NetworkException refused(String path, JsonFields answer) {
    Object error = answer.members().get("error");
    return new NetworkException("etcd at " + address + " refuses " + path + ": " + error);
  }
}
