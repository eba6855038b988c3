package dev.minidocker.linux.proc;

import dev.minidocker.linux.CloneFlag;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A namespace, by what identifies it while it exists; namespaces(7).
 *
 * @param inode the number in {@code readlink /proc/PID/ns/KIND}, used again after it is gone
 */
public record Namespace(Kind kind, long inode) {
  private static final Pattern LINK = Pattern.compile("([a-z]+):\\[([0-9]+)]");

  /** What a namespace separates. */
  public enum Kind {
    CGROUP,
    IPC,
    MNT,
    NET,
    PID,
    TIME,
    USER,
    UTS;

    /** The flag that asks for a new one. */
    public CloneFlag flag() {
      // looked up, since two enums that name each other's constants are made in no good order
      return Arrays.stream(CloneFlag.values())
          .filter(flag -> flag.kind().equals(Optional.of(this)))
          .findFirst()
          .orElseThrow();
    }

    /** The name under {@code /proc/PID/ns}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The target of a link in {@code /proc/PID/ns}, such as {@code net:[4026531840]}.
   *
   * @throws IllegalArgumentException if it is no such target, or of a kind unknown here
   */
  public static Namespace parse(String link) {
    Matcher parts = LINK.matcher(link);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a namespace: " + link);
    }
    return new Namespace(
        Arrays.stream(Kind.values())
            .filter(kind -> kind.toString().equals(parts.group(1)))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("not a known namespace: " + link)),
        Long.parseLong(parts.group(2)));
  }

  /** As the link is shown. */
  @Override
  public String toString() {
    return kind + ":[" + inode + "]";
  }
}
