package dev.minidocker.image.registry;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tags of a repository; OCI distribution-spec, "Listing Tags". */
public final class Tags {
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");
  private static final int MAX_PAGES = 1000;
  private static final int MAX_PAGE = 4 << 20;

  private Tags() {}

  /**
   * All tags, in the registry's order.
   *
   * @param insecure whether the registry speaks without TLS
   * @throws ImageException if there is no such repository, or it may not be seen
   */
  public static List<String> of(RemoteReference repository, boolean insecure) {
    RegistryClient client = new RegistryClient(repository, insecure);
    List<String> tags = new ArrayList<>();
    Optional<String> page = Optional.of("tags/list");
    try {
      for (int i = 0; i < MAX_PAGES && page.isPresent(); i++) {
        HttpResponse<InputStream> response = client.send(client.request(page.get()));
        if (response.statusCode() != 200) {
          throw client.refused("the repository " + repository.familiarName(), response);
        }
        tags.addAll(in(response, repository));
        page =
            response
                .headers()
                .firstValue("Link")
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(next -> response.uri().resolve(next.group(1)).toString());
      }
      return tags;
    } catch (IOException e) {
      throw new ImageException(
          "cannot list the tags of " + repository.familiarName() + ": " + e.getMessage(), e);
    }
  }

  private static List<String> in(HttpResponse<InputStream> response, RemoteReference repository)
      throws IOException {
    try (InputStream body = RegistryClient.body(response)) {
      String what = "the list of the tags of " + repository.familiarName();
      return new JsonFields(Json.read(body.readNBytes(MAX_PAGE), what), what).texts("tags");
    }
  }
}
