package dev.minidocker.image.http;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.internal.SingleByte;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The body of an HTTP response, which must keep coming. */
public final class Download extends FilterInputStream {
  private final String url;
  private final HttpHeaders headers;
  private final ScheduledExecutorService watch;
  private final Future<?> watching;
  private volatile long readingSinceNanos;
  private volatile boolean stalled;

  /** How long a server may take for the next thing that it has to say. */
  public static Duration patience() {
    return Duration.ofSeconds(Integer.getInteger("minidocker.patience.seconds", 30));
  }

  /** How long a connection may take to come about. */
  public static Duration connectPatience() {
    return patience().dividedBy(2);
  }

  private Download(String url, HttpHeaders headers, InputStream body) {
    super(body);
    this.url = url;
    this.headers = headers;
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "download-watch");
              thread.setDaemon(true);
              return thread;
            });
    this.watching = watch.scheduleWithFixedDelay(this::endIfStalled, 1, 1, TimeUnit.SECONDS);
  }

  /** The body of a response that somebody else has asked for. */
  public static InputStream watching(String url, InputStream body) {
    return new Download(url, HttpHeaders.of(Map.of(), (name, value) -> true), body);
  }

  /**
   * Asks for the URL; redirections are followed.
   *
   * @throws ImageException if nobody answers, or the server does not give the file
   */
  public static Download open(String url) {
    try {
      HttpClient client =
          HttpClient.newBuilder()
              .connectTimeout(connectPatience())
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(patience()).build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        response.body().close();
        throw new ImageException(
            "cannot fetch "
                + url
                + ": the server answers "
                + response.statusCode()
                + "; check the address");
      }
      return new Download(url, response.headers(), response.body());
    } catch (IOException | IllegalArgumentException e) {
      String reason =
          e.getMessage() == null
              ? "no connection; check the address, and whether its server runs"
              : e.getMessage();
      throw new ImageException("cannot fetch " + url + ": " + reason, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("cannot fetch " + url + ": interrupted", e);
    }
  }

  /** What the server says of the file in a header, if it does. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  private void endIfStalled() {
    long since = readingSinceNanos;
    if (since != 0 && System.nanoTime() - since > patience().toNanos()) {
      stalled = true;
      try {
        in.close();
      } catch (IOException e) {
        throw new IllegalStateException("a response that does not close: " + url, e);
      }
    }
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      readingSinceNanos = System.nanoTime() | 1;
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      String what =
          stalled ? "sent nothing for " + patience().toSeconds() + " seconds" : "broke off";
      throw new IOException(url + " " + what + "; try again", e);
    } finally {
      readingSinceNanos = 0;
    }
  }

  @Override
  public void close() throws IOException {
    watching.cancel(false);
    watch.shutdown();
    super.close();
  }
}
