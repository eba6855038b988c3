package dev.minidocker.build.dockerfile;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What EXPOSE names: {@code 80}, {@code 53/udp}, {@code 8000-8010}.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record PortRange(int first, int last, String protocol) {
  private static final Pattern PORTS =
      Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?(?:/(tcp|udp|sctp))?");
  private static final int LAST_PORT = 65535;

  /**
   * Reads a word whose variables are replaced.
   *
   * @throws DockerfileException if it names no ports
   */
  public static PortRange parse(Location location, String text) {
    Matcher ports = PORTS.matcher(text);
    if (!ports.matches()) {
      throw location.wrong("EXPOSE " + text + ": expected a port, as in 80, 53/udp or 8000-8010");
    }
    int first = Integer.parseInt(ports.group(1));
    int last = ports.group(2) == null ? first : Integer.parseInt(ports.group(2));
    if (first < 1 || last > LAST_PORT || last < first) {
      throw location.wrong("EXPOSE " + text + ": ports go from 1 to 65535");
    }
    return new PortRange(first, last, ports.group(3) == null ? "tcp" : ports.group(3));
  }

  /** Each of them, as an image's config has it. */
  public List<String> ports() {
    return IntStream.rangeClosed(first, last).mapToObj(port -> port + "/" + protocol).toList();
  }
}
