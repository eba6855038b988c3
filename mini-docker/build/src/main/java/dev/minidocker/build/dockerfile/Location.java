package dev.minidocker.build.dockerfile;

/**
 * A place in a Dockerfile.
 *
 * @param file as its user calls it
 * @param line from 1
 */
public record Location(String file, int line) {

  /** A complaint about what stands here. */
  DockerfileException wrong(String message) {
    return new DockerfileException(this, message);
  }

  /** {@code Dockerfile:7}, which editors and terminals make a link of. */
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
