package dev.minidocker.image.registry;

import dev.minidocker.image.ImageException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry.
 *
 * @param domain its host, perhaps with a port; docker.io is Docker Hub
 */
public record RegistryHost(String domain) {
  static final String DOCKER_HUB = "docker.io";

  /** The key that docker's configuration has for Docker Hub, for reasons of history. */
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:https?://)?([A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?(?::[0-9]{1,5})?)(?:/.*)?");

  /**
   * Reads what people write, or docker's configuration has: a host, or a URL of which only the host
   * counts.
   *
   * @throws ImageException if it is neither
   */
  public static RegistryHost parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new ImageException(
          "'" + text + "' is no registry: write a host, perhaps with a port, as in my-host:5000");
    }
    String host = matcher.group(1);
    return new RegistryHost(isDockerHub(host) ? DOCKER_HUB : host);
  }

  private static boolean isDockerHub(String host) {
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io");
  }

  /** Under which name docker's configuration knows it. */
  public String configKey() {
    return domain.equals(DOCKER_HUB) ? DOCKER_HUB_KEY : domain;
  }

  /** Where images are asked for. Traffic that stays on this machine needs no TLS. */
  String url(boolean insecure) {
    return scheme(insecure) + (domain.equals(DOCKER_HUB) ? "registry-1.docker.io" : domain);
  }

  /** Where one searches; Docker Hub has another host for that. */
  String searchUrl(boolean insecure) {
    return scheme(insecure) + (domain.equals(DOCKER_HUB) ? "index.docker.io" : domain);
  }

  private String scheme(boolean insecure) {
    boolean local = domain.matches("(localhost|127\\.[0-9.]+)(:[0-9]+)?");
    return local || insecure ? "http://" : "https://";
  }

  @Override
  public String toString() {
    return domain;
  }
}
