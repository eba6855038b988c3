package dev.minidocker.build.context;

import java.nio.file.Path;
import java.util.List;

/**
 * A {@code .dockerignore}: the last pattern that matches a path, or a directory above it, decides;
 * {@code !} before a pattern takes its paths in again.
 *
 * <p>Source: the reference of {@code docker build}, "dockerignore files".
 */
public final class IgnoreFile {
  /** Ignores nothing. */
  public static final IgnoreFile NONE = new IgnoreFile(List.of());

  private final List<Rule> rules;

  private record Rule(PathPattern pattern, boolean takesIn) {}

  private IgnoreFile(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Reads the text of such a file.
   *
   * @throws ContextException if a line is no pattern
   */
  public static IgnoreFile parse(String text) {
    return new IgnoreFile(
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(IgnoreFile::rule)
            .toList());
  }

  private static Rule rule(String line) {
    boolean takesIn = line.startsWith("!");
    String pattern = takesIn ? line.substring(1).strip() : line;
    if (pattern.isEmpty()) {
      throw new ContextException(".dockerignore: \"" + line + "\" names nothing");
    }
    String clean = Path.of(pattern).normalize().toString();
    return new Rule(new PathPattern(clean.startsWith("/") ? clean.substring(1) : clean), takesIn);
  }

  /**
   * Whether the build does not see this file.
   *
   * @param path relative to the context, without {@code .} and {@code ..}
   */
  public boolean ignores(String path) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if (ignored == rule.takesIn() && matches(rule.pattern(), path)) {
        ignored = !rule.takesIn();
      }
    }
    return ignored;
  }

  /** Whether something in an ignored directory may be taken in again. */
  boolean takesAnythingIn() {
    return rules.stream().anyMatch(Rule::takesIn);
  }

  private static boolean matches(PathPattern pattern, String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (pattern.matches(path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }
}
