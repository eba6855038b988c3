package dev.minidocker.image.registry;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.http.Download;
import dev.minidocker.image.http.NoAnswer;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A registry, or one repository of it: requests that are authorized, redirected and tried again as
 * often as it makes sense.
 */
final class RegistryClient {
  private static final int ATTEMPTS = 5;
  private static final int MAX_REDIRECTS = 5;
  private static final long MAX_WAIT_SECONDS = 30;
  private static final int MAX_ERROR_BYTES = 64 << 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final RegistryHost host;
  private final URI base;
  private final Supplier<Optional<Credentials>> credentials;
  private final String denial;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Download.connectPatience())
          .followRedirects(HttpClient.Redirect.NEVER) // credentials are for this host alone
          .build();
  private volatile String authorization;

  /** A repository, with the credentials that docker's configuration has for its registry. */
  RegistryClient(RemoteReference reference, boolean insecure) {
    this(
        reference.host(),
        reference.host().url(insecure) + "/v2/" + reference.path() + "/",
        () -> DockerConfig.load().credentials(reference.host()),
        "access denied for "
            + reference.familiarName()
            + ": it does not exist, or needs mini-docker login "
            + reference.domain());
  }

  /**
   * What is below a URL.
   *
   * @param credentials asked for when the registry wants to know who this is
   * @param denial what to say when it refuses
   */
  RegistryClient(
      RegistryHost host, String url, Supplier<Optional<Credentials>> credentials, String denial) {
    this.host = host;
    this.base = URI.create(url);
    this.credentials = credentials;
    this.denial = denial;
  }

  /** Asks for {@code path} below the repository's URL. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Download.patience());
  }

  /**
   * Sends a request whose body, if it has one, can be sent again.
   *
   * @return the answer, whatever its status; its body keeps coming, or fails
   * @throws ImageException if there is no answer
   */
  HttpResponse<InputStream> send(HttpRequest.Builder request) {
    boolean authorized = false;
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<InputStream> response = sendOnce(request.copy());
        int status = response.statusCode();
        if (status == 401 && !authorized) {
          authorized = true;
          response.body().close();
          authorize(response);
        } else if ((status == 429 || status >= 500) && attempt < ATTEMPTS) {
          response.body().close();
          pause(response.headers().firstValue("Retry-After"), attempt);
        } else {
          return response;
        }
      } catch (IOException e) {
        if (attempt >= ATTEMPTS || NoAnswer.isConnectionMissing(e)) {
          throw new ImageException(
              "cannot reach the registry " + host + ": " + NoAnswer.reason(e), e);
        }
        pause(Optional.empty(), attempt);
      }
    }
  }

  private HttpResponse<InputStream> sendOnce(HttpRequest.Builder request) throws IOException {
    HttpRequest asked = request.build();
    if (authorization != null && asked.uri().getAuthority().equals(base.getAuthority())) {
      asked = request.setHeader("Authorization", authorization).build();
    }
    HttpResponse<InputStream> response = exchange(asked);
    for (int i = 0; i < MAX_REDIRECTS && isRedirect(response, asked); i++) {
      response.body().close();
      URI target = asked.uri().resolve(response.headers().firstValue("Location").orElse(""));
      HttpRequest.Builder next = HttpRequest.newBuilder(target).timeout(Download.patience());
      asked
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!name.equalsIgnoreCase("Authorization")) {
                  values.forEach(value -> next.header(name, value));
                }
              });
      asked = next.build();
      response = exchange(asked);
    }
    return response;
  }

  private static boolean isRedirect(HttpResponse<?> response, HttpRequest asked) {
    return REDIRECTS.contains(response.statusCode()) && asked.method().equals("GET");
  }

  private HttpResponse<InputStream> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    }
  }

  private void authorize(HttpResponse<InputStream> refusal) throws IOException {
    Challenge challenge =
        Challenge.parse(refusal.headers().firstValue("WWW-Authenticate").orElse(""));
    Optional<Credentials> known = credentials.get();
    if (challenge.scheme().equals("basic")) {
      authorization = known.map(who -> "Basic " + who.basic()).orElse(null);
    } else if (challenge.scheme().equals("bearer")) {
      authorization = "Bearer " + token(challenge, known);
    }
  }

  private String token(Challenge challenge, Optional<Credentials> known) throws IOException {
    String realm = challenge.parameters().getOrDefault("realm", "");
    if (!realm.startsWith("https://") && !(realm.startsWith("http://") && isPlain())) {
      throw new ImageException("the registry " + host + " asks for a token from '" + realm + "'");
    }
    StringBuilder url = new StringBuilder(realm);
    for (String name : new String[] {"service", "scope"}) {
      String value = challenge.parameters().get(name);
      if (value != null) {
        url.append(url.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
        url.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.toString())).timeout(Download.patience());
    known.ifPresent(who -> request.header("Authorization", "Basic " + who.basic()));
    HttpResponse<InputStream> response = exchange(request.build());
    try (InputStream body = body(response)) {
      if (response.statusCode() != 200) {
        throw denied();
      }
      String what = "the token of " + host;
      byte[] json = body.readNBytes(1 << 20);
      JsonFields fields = new JsonFields(Json.read(json, what), what);
      String token = fields.text("token");
      return token.isEmpty() ? fields.text("access_token") : token;
    }
  }

  private boolean isPlain() {
    return base.getScheme().equals("http");
  }

  /** The body, which fails where nothing comes any more. */
  static InputStream body(HttpResponse<InputStream> response) {
    return Download.watching(response.uri().toString(), response.body());
  }

  /** What to say of an answer that is not the one that was hoped for. */
  ImageException refused(String what, HttpResponse<InputStream> response) {
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      return denied();
    }
    String said = "";
    try (InputStream body = body(response)) {
      byte[] json = body.readNBytes(MAX_ERROR_BYTES);
      for (JsonFields error : new JsonFields(Json.read(json, "its answer"), "").objects("errors")) {
        said = ": " + error.text("message");
      }
    } catch (IOException | ImageException e) {
      said = ""; // the status says it all
    }
    String line = said.replaceAll("\\p{Cntrl}", " ");
    return new ImageException(
        status == 404
            ? what + " not found" + line
            : "the registry " + host + " answers " + status + " for " + what + line);
  }

  private ImageException denied() {
    return new ImageException(denial);
  }

  private static void pause(Optional<String> retryAfter, int attempt) {
    long millis = TimeUnit.SECONDS.toMillis(1L << (attempt - 1)) / 2;
    if (retryAfter.isPresent() && retryAfter.get().matches("[0-9]{1,6}")) {
      long seconds = Math.min(MAX_WAIT_SECONDS, Long.parseLong(retryAfter.get()));
      millis = TimeUnit.SECONDS.toMillis(seconds);
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    }
  }
}
