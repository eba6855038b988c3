package dev.minidocker.build.dockerfile;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Dockerfile says about how to read it: {@code # name=value} lines before anything else.
 *
 * @param escape what continues a line, and protects a character: a backslash or a backtick
 * @param syntax which program should read the file; known, and not followed: there is one reader
 */
record Directives(char escape, Optional<String> syntax) {
  private static final Pattern DIRECTIVE =
      Pattern.compile("#\\s*([A-Za-z][\\w]*)\\s*=\\s*(.+?)\\s*");
  private static final List<String> KNOWN = List.of("escape", "syntax", "check");

  /** The first line that is no known directive ends them; it is a comment then, or code. */
  static Directives of(String file, List<String> lines) {
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher directive = DIRECTIVE.matcher(lines.get(i).strip());
      if (!directive.matches()) {
        break;
      }
      String name = directive.group(1).toLowerCase(Locale.ROOT);
      if (!KNOWN.contains(name)) {
        break;
      }
      String value = directive.group(2);
      Location here = new Location(file, i + 1);
      if (found.put(name, value) != null) {
        throw here.wrong("the directive " + name + " was given already; it may be given once");
      }
      if (name.equals("escape") && !value.equals("\\") && !value.equals("`")) {
        throw here.wrong("escape=" + value + ": expected a backslash or a backtick");
      }
    }
    return new Directives(
        found.getOrDefault("escape", "\\").charAt(0), Optional.ofNullable(found.get("syntax")));
  }
}
