package dev.minidocker.image.registry;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Asks a registry for images by a word. Docker Hub offers that, and few others: it is from before
 * the distribution-spec, which has no search.
 */
public final class Search {
  private static final int MAX_ANSWER = 4 << 20;

  private Search() {}

  /**
   * An image that was found.
   *
   * @param stars how many people like it
   * @param official whether it belongs to Docker Hub's own library
   * @param automated whether it was built from public sources, by Docker Hub's older reckoning
   */
  public record Found(
      String name, String description, long stars, boolean official, boolean automated) {

    private static Found of(JsonFields fields) {
      return new Found(
          plain(fields.text("name")),
          plain(fields.text("description")),
          fields.number("star_count"),
          fields.flag("is_official"),
          fields.flag("is_automated"));
    }

    /** What a server sends may not move the cursor of a terminal. */
    private static String plain(String text) {
      return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
  }

  /**
   * Searches.
   *
   * @param limit of how many to be told, at most
   * @param insecure whether the registry speaks without TLS
   * @throws ImageException if it offers no search, or does not answer
   */
  public static List<Found> in(RegistryHost host, String term, int limit, boolean insecure) {
    RegistryClient client =
        new RegistryClient(
            host,
            host.searchUrl(insecure) + "/v1/",
            () -> DockerConfig.load().credentials(host),
            "the registry "
                + host
                + " lets nobody search who has not logged in: mini-docker login "
                + host);
    String query = "search?q=" + URLEncoder.encode(term, StandardCharsets.UTF_8) + "&n=" + limit;
    HttpResponse<InputStream> response = client.send(client.request(query));
    try (InputStream body = RegistryClient.body(response)) {
      if (response.statusCode() == 404 || response.statusCode() == 405) {
        throw noSearch(host);
      } else if (response.statusCode() != 200) {
        throw client.refused("a search", response);
      }
      byte[] json = body.readNBytes(MAX_ANSWER);
      String what = "the answer of " + host;
      return new JsonFields(Json.read(json, what), what)
          .objects("results").stream().limit(limit).map(Found::of).toList();
    } catch (IOException e) {
      throw new ImageException("cannot search " + host + ": " + e.getMessage(), e);
    }
  }

  private static ImageException noSearch(RegistryHost host) {
    return new ImageException(
        "the registry "
            + host
            + " offers no search, as most do not but Docker Hub; if you know an image's name, try"
            + " mini-docker pull "
            + host
            + "/NAME");
  }
}
