package dev.minidocker.image.registry;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.Reference;
import java.util.Locale;
import java.util.Optional;

/**
 * An image in a registry: {@code [host[:port]/]path[:tag][@digest]}, where a name without a host
 * means docker.io, and one without a directory its {@code library}.
 *
 * <p>Source: the distribution project's {@code reference} package, {@code ParseNormalizedNamed}.
 *
 * @param domain the registry's host, perhaps with a port
 * @param path of the repository there
 * @param tag "latest" where nothing is said
 * @param digest of the manifest, which then counts in place of the tag
 */
public record RemoteReference(String domain, String path, String tag, Optional<Digest> digest) {
  private static final String DEFAULT_DOMAIN = RegistryHost.DOCKER_HUB;
  private static final String OFFICIAL = "library/";

  /** Reads what people write. */
  public static RemoteReference parse(String text) {
    int at = text.indexOf('@');
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
    Reference named = Reference.parse(at < 0 ? text : text.substring(0, at));
    String name = named.name();
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean isDomain = first.contains(".") || first.contains(":") || first.equals("localhost");
    String domain = isDomain ? first : DEFAULT_DOMAIN;
    String path = isDomain ? name.substring(slash + 1) : name;
    if (!path.equals(path.toLowerCase(Locale.ROOT))) {
      throw new ImageException(
          "'" + text + "' is not the name of an image: use lower-case letters");
    }
    boolean official = domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0;
    return new RemoteReference(domain, official ? OFFICIAL + path : path, named.tag(), digest);
  }

  /** What names the manifest: the digest, or else the tag. */
  public String manifest() {
    return digest.map(Digest::toString).orElse(tag);
  }

  /** Host and path in full. */
  public String repository() {
    return domain + "/" + path;
  }

  /** As people write it: what is understood is left out. */
  public String familiarName() {
    if (!domain.equals(DEFAULT_DOMAIN)) {
      return repository();
    }
    return path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
  }

  /** With its tag, or its digest where there is one. */
  public String familiar() {
    return familiarName() + digest.map(named -> "@" + named).orElse(":" + tag);
  }

  public RegistryHost host() {
    return new RegistryHost(domain);
  }

  @Override
  public String toString() {
    return repository() + digest.map(named -> "@" + named).orElse(":" + tag);
  }
}
