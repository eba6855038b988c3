package dev.minidocker.image.registry;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.internal.SecretFile;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Docker's configuration of a user, as far as it is about registries: {@code config.json} in {@code
 * DOCKER_CONFIG}, or else in {@code ~/.docker}. What else it says is kept as it is.
 *
 * <p>Source: docker's command-line reference, "docker login".
 */
public final class DockerConfig {
  private static final String AUTHS = "auths";

  private final Path file;
  private final JsonFields content;

  private DockerConfig(Path file, JsonFields content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Reads the user's; there may be none.
   *
   * @throws ImageException if it cannot be read, or is not JSON
   */
  public static DockerConfig load() {
    return load(directory().resolve("config.json"));
  }

  static DockerConfig load(Path file) {
    try {
      byte[] json = Files.readAllBytes(file);
      boolean blank = new String(json, StandardCharsets.UTF_8).isBlank();
      Map<String, Object> members = blank ? Map.of() : Json.read(json, file.toString());
      return new DockerConfig(file, new JsonFields(members, file.toString()));
    } catch (NoSuchFileException e) {
      return new DockerConfig(file, new JsonFields(Map.of(), file.toString()));
    } catch (AccessDeniedException e) {
      throw new ImageException(
          "cannot read " + file + ": permission denied; choose another with DOCKER_CONFIG", e);
    } catch (IOException e) {
      throw new ImageException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Path directory() {
    String chosen = System.getenv("DOCKER_CONFIG");
    if (chosen != null && !chosen.isEmpty()) {
      return Path.of(chosen);
    }
    String home = System.getenv("HOME");
    boolean ours = home != null && !home.isEmpty() && Files.isExecutable(Path.of(home));
    // su and runuser may leave us another user's, which we may not enter
    return Path.of(ours ? home : System.getProperty("user.home"), ".docker");
  }

  public Path file() {
    return file;
  }

  /**
   * Who the user is to a registry, if that is known.
   *
   * @throws ImageException if only a helper program knows
   */
  public Optional<Credentials> credentials(RegistryHost host) {
    JsonFields all = content.object(AUTHS);
    Optional<JsonFields> entry = key(all.members(), host).map(all::object);
    Optional<Credentials> known = entry.flatMap(DockerConfig::written);
    if (known.isEmpty() && entry.isPresent() && helper(host).isPresent()) {
      throw new ImageException(
          "the password for "
              + host
              + " is kept by the program "
              + helper(host).get()
              + ", and mini-docker starts no programs: log in with mini-docker login "
              + host);
    }
    return known;
  }

  private static Optional<Credentials> written(JsonFields entry) {
    if (!entry.text("auth").isEmpty()) {
      return Optional.of(new Credentials(entry.text("auth")));
    } else if (!entry.text("username").isEmpty()) {
      return Optional.of(Credentials.encoded(entry.text("username"), entry.text("password")));
    }
    return Optional.empty();
  }

  /** The program that docker itself would ask for the password, or give it to. */
  public Optional<String> helper(RegistryHost host) {
    String own = content.object("credHelpers").text(host.configKey());
    String name = own.isEmpty() ? content.text("credsStore") : own;
    return name.isEmpty() ? Optional.empty() : Optional.of("docker-credential-" + name);
  }

  /** Older clients wrote URLs. */
  private static Optional<String> key(Map<String, Object> all, RegistryHost host) {
    if (all.containsKey(host.configKey())) {
      return Optional.of(host.configKey());
    }
    return all.keySet().stream()
        .filter(key -> key.replaceFirst("^https?://", "").split("/", 2)[0].equals(host.domain()))
        .findFirst();
  }

  /** Writes the file anew, with these credentials for a registry. */
  public void add(RegistryHost host, Credentials credentials) {
    Map<String, Object> all = new LinkedHashMap<>(content.object(AUTHS).members());
    removeAll(all, host);
    all.put(host.configKey(), Map.of("auth", credentials.basic()));
    write(all);
  }

  /** Writes the file anew, without credentials for a registry; whether there were any. */
  public boolean remove(RegistryHost host) {
    Map<String, Object> all = new LinkedHashMap<>(content.object(AUTHS).members());
    boolean removed = removeAll(all, host);
    if (removed) {
      write(all);
    }
    return removed;
  }

  private static boolean removeAll(Map<String, Object> all, RegistryHost host) {
    boolean removed = false;
    for (Optional<String> key = key(all, host); key.isPresent(); key = key(all, host)) {
      all.remove(key.get());
      removed = true;
    }
    return removed;
  }

  private void write(Map<String, Object> auths) {
    Map<String, Object> members = new LinkedHashMap<>(content.members());
    members.put(AUTHS, auths);
    SecretFile.write(file, Json.writeIndented(members));
  }
}
