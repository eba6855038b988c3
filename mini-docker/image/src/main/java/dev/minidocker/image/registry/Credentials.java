package dev.minidocker.image.registry;

import dev.minidocker.image.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who one is to a registry.
 *
 * @param basic {@code user:password} in base64, RFC 7617
 */
public record Credentials(String basic) {

  /**
   * A user's name and password.
   *
   * @throws ImageException if one is empty, or the name has a colon, which would end it
   */
  public static Credentials of(String user, String password) {
    if (user.isEmpty() || user.contains(":")) {
      throw new ImageException("a user's name is not empty and has no colon");
    } else if (password.isEmpty()) {
      throw new ImageException("the password is empty");
    }
    return encoded(user, password);
  }

  static Credentials encoded(String user, String password) {
    byte[] utf8 = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Credentials(Base64.getEncoder().encodeToString(utf8));
  }

  /** The user's name; empty if this is damaged. */
  public String user() {
    try {
      String both = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
      return both.substring(0, Math.max(0, both.indexOf(':')));
    } catch (IllegalArgumentException e) {
      return ""; // it is for the registry to say that it cannot be right
    }
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "the credentials of " + user();
  }
}
