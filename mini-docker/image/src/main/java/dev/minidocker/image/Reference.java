package dev.minidocker.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name that people give an image: {@code [host[:port]/]path[:tag]}.
 *
 * <p>Source: the distribution project's {@code reference} grammar.
 *
 * @param name lower-case path components, perhaps after a registry's host
 * @param tag which of the images of that name
 */
public record Reference(String name, String tag) {
  private static final String DEFAULT_TAG = "latest";
  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?";
  private static final Pattern NAME =
      Pattern.compile("(?:" + HOST + "/)?" + PART + "(?:/" + PART + ")*");
  private static final Pattern WHOLE =
      Pattern.compile("(" + NAME + ")(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?");
  private static final int MAX_NAME = 255;

  public Reference {
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      throw new ImageException(rule(name));
    }
  }

  /** Reads {@code name[:tag]}; the tag is {@code latest} where none is given. */
  public static Reference parse(String text) {
    Matcher matcher = WHOLE.matcher(text);
    if (text.length() > MAX_NAME + 129 || !matcher.matches()) {
      throw new ImageException(rule(text));
    }
    String tag = matcher.group(2);
    return new Reference(familiar(matcher.group(1)), tag == null ? DEFAULT_TAG : tag);
  }

  /** Whether {@link #parse} takes this. */
  public static boolean isName(String text) {
    Matcher matcher = WHOLE.matcher(text);
    return matcher.matches() && matcher.group(1).length() <= MAX_NAME;
  }

  /** What everybody understands is left out: docker.io, and its directory of official images. */
  private static String familiar(String name) {
    if (!name.startsWith("docker.io/")) {
      return name;
    }
    String path = name.substring("docker.io/".length());
    boolean official = path.startsWith("library/") && path.indexOf('/') == path.lastIndexOf('/');
    return official ? path.substring("library/".length()) : path;
  }

  private static String rule(String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return "'"
        + shown
        + "' is not the name of an image: use lower-case letters, digits and . _ - /,"
        + " then perhaps : and a tag, as in my-app:1.0";
  }

  @Override
  public String toString() {
    return name + ":" + tag;
  }
}
