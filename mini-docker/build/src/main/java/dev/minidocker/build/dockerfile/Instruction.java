package dev.minidocker.build.dockerfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One instruction. Words in which variables are replaced later are kept as they were written, with
 * their quotes; {@link Expansion} makes of them what they mean.
 */
public sealed interface Instruction {

  /** Where it stands. */
  Location location();

  /**
   * Begins a stage.
   *
   * @param image an image's name, an earlier stage's, or {@code scratch}
   * @param stage the stage's own name, in small letters
   */
  record From(Location location, Optional<String> platform, String image, Optional<String> stage)
      implements Instruction {}

  /**
   * Runs a command in a container, and keeps what it has changed.
   *
   * @param network whom it reaches: none, host, or what is asked of the whole build
   */
  record Run(Location location, Command command, Optional<String> network) implements Instruction {}

  /**
   * Files for the image; COPY as they are, ADD from archives and addresses too.
   *
   * @param add whether it is ADD
   * @param sources paths or patterns; here-documents are not among them
   * @param documents files whose content stands in the Dockerfile
   * @param from the stage or image that has the files, instead of the context
   */
  record Copy(
      Location location,
      boolean add,
      List<String> sources,
      List<HereDocument> documents,
      String destination,
      Optional<String> from,
      Optional<String> owner,
      Optional<String> mode,
      Optional<String> checksum)
      implements Instruction {}

  /** Variables of the build from here on, and of the image's containers. */
  record Env(Location location, Map<String, String> variables) implements Instruction {}

  /** Variables of the build only, with what they are when the build's user says nothing. */
  record Arg(Location location, Map<String, Optional<String>> variables) implements Instruction {}

  /** What the image says about itself to whoever asks. */
  record Label(Location location, Map<String, String> labels) implements Instruction {}

  /** Who made the image. */
  record Maintainer(Location location, String author) implements Instruction {}

  /** The directory of what follows, and of the image's command; made if missing. */
  record Workdir(Location location, String path) implements Instruction {}

  /** Who runs what follows, and the image's command. */
  record User(Location location, String user) implements Instruction {}

  /** What a container runs, or what the entrypoint gets for arguments. */
  record Cmd(Location location, Command command) implements Instruction {}

  /** What a container runs whatever its user says. */
  record Entrypoint(Location location, Command command) implements Instruction {}

  /** Ports that the image's program serves: {@code 80}, {@code 80/udp}, {@code 8000-8010}. */
  record Expose(Location location, List<String> ports) implements Instruction {}

  /** Directories whose content is no part of the image's containers. */
  record Volume(Location location, List<String> paths) implements Instruction {}

  /** Which shell reads the shell form from here on. */
  record Shell(Location location, List<String> words) implements Instruction {}

  /** Which signal asks the image's program to end. */
  record StopSignal(Location location, String signal) implements Instruction {}

  /** How to find out whether the image's program does its work; empty: not at all. */
  record HealthCheck(Location location, Optional<Probe> probe) implements Instruction {}

  /**
   * A health check.
   *
   * @param options {@code interval}, {@code timeout}, {@code start-period}, {@code start-interval}
   *     and {@code retries}, as they were written
   */
  record Probe(Command command, Map<String, String> options) {}

  /**
   * What builds from this image do first.
   *
   * @param text the instruction, as the image keeps it
   */
  record OnBuild(Location location, String text) implements Instruction {}
}
