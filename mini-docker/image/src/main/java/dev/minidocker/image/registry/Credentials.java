package dev.minidocker.image.registry;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * Who one is to a registry.
 *
 * @param basic {@code user:password} in base64
 */
record Credentials(String basic) {
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  /** What docker's configuration has for a registry. */
  static Optional<Credentials> of(String domain) {
    String directory = System.getenv("DOCKER_CONFIG");
    Path file =
        directory == null || directory.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".docker", "config.json")
            : Path.of(directory, "config.json");
    try {
      return in(new JsonFields(Json.read(Files.readAllBytes(file), file.toString()), ""), domain);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ImageException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Credentials> in(JsonFields config, String domain) {
    JsonFields all = config.object("auths");
    String key = domain.equals("docker.io") ? DOCKER_HUB : domain;
    String helper = config.object("credHelpers").text(domain);
    String store = helper.isEmpty() ? config.text("credsStore") : helper;
    JsonFields found = all.object(key);
    if (found.members().isEmpty()) {
      found = all.object("https://" + domain);
    }
    if (!found.text("auth").isEmpty()) {
      return Optional.of(new Credentials(found.text("auth")));
    } else if (!found.text("username").isEmpty()) {
      String both = found.text("username") + ":" + found.text("password");
      byte[] utf8 = both.getBytes(StandardCharsets.UTF_8);
      return Optional.of(new Credentials(Base64.getEncoder().encodeToString(utf8)));
    } else if (!store.isEmpty() && all.members().containsKey(key)) {
      throw new ImageException(
          "the password for "
              + domain
              + " is kept by the program docker-credential-"
              + store
              + ", and mini-docker starts no programs: remove that from docker's config.json, and"
              + " log in again");
    }
    return Optional.empty();
  }
}
