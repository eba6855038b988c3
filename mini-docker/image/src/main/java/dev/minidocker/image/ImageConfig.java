package dev.minidocker.image;

import java.time.Instant;
import java.util.List;

/**
 * What an image says about itself; the part of it that starting a container needs.
 *
 * <p>Source: OCI image-spec, {@code config.md}.
 *
 * @param architecture as Go names it: {@code amd64}, {@code arm64}
 * @param os {@code linux}
 * @param created when the image was made
 * @param defaults what a container does when its user says nothing else
 * @param diffIds digests of the uncompressed layers, lowest first
 */
public record ImageConfig(
    String architecture, String os, Instant created, Defaults defaults, List<Digest> diffIds) {

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
