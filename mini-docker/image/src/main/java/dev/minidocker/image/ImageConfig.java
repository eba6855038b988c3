package dev.minidocker.image;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * What an image says about itself; the part of it that starting a container needs.
 *
 * <p>Source: OCI image-spec, {@code config.md}.
 *
 * @param architecture as Go names it: {@code amd64}, {@code arm64}
 * @param os {@code linux}
 * @param created when the image was made, by RFC 3339; "" where nobody says
 * @param defaults what a container does when its user says nothing else
 * @param diffIds digests of the uncompressed layers, lowest first
 */
public record ImageConfig(
    String architecture, String os, String created, Defaults defaults, List<Digest> diffIds) {

  public ImageConfig {
    diffIds = List.copyOf(diffIds);
  }

  /**
   * The image's {@code config} object.
   *
   * @param user {@code name|uid[:group|gid]}, or "" for root
   * @param env {@code NAME=value} each
   * @param entrypoint what comes before the command, or empty
   * @param cmd the command, or the entrypoint's arguments
   * @param workingDir where the command starts, or "" for {@code /}
   */
  public record Defaults(
      String user, List<String> env, List<String> entrypoint, List<String> cmd, String workingDir) {

    /** Nothing said. */
    public static final Defaults NONE = new Defaults("", List.of(), List.of(), List.of(), "");

    public Defaults {
      env = List.copyOf(env);
      entrypoint = List.copyOf(entrypoint);
      cmd = List.copyOf(cmd);
    }
  }

  /**
   * When the image was made, or 1970. Read only now: the classes for dates take milliseconds to
   * load, which starting a container need not pay.
   */
  public Instant createdAt() {
    try {
      return created.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(created).toInstant();
    } catch (DateTimeParseException e) {
      throw new ImageException("an image's config is damaged: '" + created + "' is no date", e);
    }
  }

  /** The architecture of this machine, as Go names it. */
  public static String hostArchitecture() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
