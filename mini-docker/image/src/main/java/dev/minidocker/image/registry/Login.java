package dev.minidocker.image.registry;

import dev.minidocker.image.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Asks a registry whether it knows somebody. */
public final class Login {
  private Login() {}

  /**
   * Checks a name and a password, as the registry wants it: with the request itself, or by a token
   * that another server gives for them. What needs no login at all, knows everybody.
   *
   * <p>Source: the OCI distribution-spec, end-1; docker's token authentication specification.
   *
   * @param insecure whether the registry speaks without TLS
   * @throws ImageException if the registry refuses them, or is none
   */
  public static void check(RegistryHost host, Credentials credentials, boolean insecure) {
    RegistryClient client =
        new RegistryClient(
            host,
            host.url(insecure) + "/v2/",
            () -> Optional.of(credentials),
            "the registry "
                + host
                + " refuses the name "
                + credentials.user()
                + " with this password; nothing was written");
    HttpResponse<InputStream> response = client.send(client.request(""));
    try {
      if (response.statusCode() != 200 && response.statusCode() != 404) {
        throw client.refused("a login", response);
      }
      response.body().close();
      if (response.statusCode() == 404) {
        throw new ImageException("there is no registry at " + host + ": it does not know /v2/");
      }
    } catch (IOException e) {
      throw new ImageException("cannot log in to " + host + ": " + e.getMessage(), e);
    }
  }
}
