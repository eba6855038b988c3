package dev.minidocker.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of some content: its SHA-256.
 *
 * <p>Source: OCI image-spec, {@code descriptor.md#digests} and {@code config.md#layer-chainid}.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
  private static final String ALGORITHM = "sha256:";
  private static final int SHORT = 12;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new ImageException("not a SHA-256 in hexadecimal: '" + shown(hex) + "'");
    }
  }

  /** Reads {@code sha256:<hex>}. */
  public static Digest parse(String text) {
    if (!text.startsWith(ALGORITHM)) {
      throw new ImageException(
          "not a digest of the form sha256:<64 hex digits>: '" + shown(text) + "'");
    }
    return new Digest(text.substring(ALGORITHM.length()));
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), 80)).replaceAll("\\p{Cntrl}", "?");
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] content) {
    return finish(sha256(), content);
  }

  /** The digest of all that a message digest has seen. */
  public static Digest of(MessageDigest seen) {
    return finish(seen, new byte[0]);
  }

  private static Digest finish(MessageDigest seen, byte[] last) {
    return new Digest(HexFormat.of().formatHex(seen.digest(last)));
  }

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The chainIDs of a stack of layers: each names a layer together with all that lie below it.
   *
   * @param diffIds digests of the uncompressed layers, lowest first
   */
  public static List<Digest> chain(List<Digest> diffIds) {
    Digest[] chain = diffIds.toArray(Digest[]::new);
    for (int i = 1; i < chain.length; i++) {
      String text = chain[i - 1] + " " + chain[i];
      chain[i] = of(text.getBytes(StandardCharsets.UTF_8));
    }
    return List.of(chain);
  }

  /** The twelve digits that are enough for people, as docker shows them. */
  public String shortened() {
    return hex.substring(0, SHORT);
  }

  @Override
  public String toString() {
    return ALGORITHM + hex;
  }
}
