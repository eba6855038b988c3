package dev.minidocker.cli;

import dev.minidocker.engine.CapabilityRequest;
import dev.minidocker.engine.ContainerSpec;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.labs.mnt.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a container should be like: the options that {@code run} and {@code compile} share. */
final class ContainerOptions {

  @Option(
      names = {"-h", "--hostname"},
      paramLabel = "NAME",
      description = "Host name (default: the container's id).")
  private Optional<String> hostname;

  @Option(names = "--domainname", paramLabel = "NAME", description = "NIS domain name.")
  private Optional<String> domainname;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "Environment variable; without a value, yours.")
  private List<String> env = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Environment variables, one a line.")
  private List<Path> envFiles = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory; made if missing.")
  private Optional<String> workdir;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "NAME|UID[:GID]",
      description = "User to run as.")
  private Optional<String> user;

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "HOST:CONTAINER[:ro]",
      description = "Bind mount.")
  private List<String> volumes = new ArrayList<>();

  @Option(
      names = "--mount",
      paramLabel = "type=bind|tmpfs,…",
      description = "Mount, with its parts named.")
  private List<String> mounts = new ArrayList<>();

  @Option(
      names = "--tmpfs",
      paramLabel = "DIR[:OPTIONS]",
      description = "Empty file system in memory.")
  private List<String> tmpfs = new ArrayList<>();

  @Option(names = "--read-only", description = "The root file system cannot be written.")
  private boolean readOnly;

  @Option(
      names = "--entrypoint",
      paramLabel = "COMMAND",
      description = "In place of the image's entry point.")
  private Optional<String> entrypoint;

  @Option(names = "--init", description = "A small PID 1 that passes signals on and reaps orphans.")
  private boolean init;

  @Option(names = "--cap-add", paramLabel = "CAP", description = "Add a capability, or ALL.")
  private List<String> capAdd = new ArrayList<>();

  @Option(names = "--cap-drop", paramLabel = "CAP", description = "Drop a capability, or ALL.")
  private List<String> capDrop = new ArrayList<>();

  @Option(names = "--privileged", description = "All capabilities, and /proc and /sys unguarded.")
  private boolean privileged;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image to run.")
  private String image;

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "The command, in place of the image's.")
  private List<String> command = new ArrayList<>();

  String image() {
    return image;
  }

  /** The container that the options ask for. */
  ContainerSpec spec(Optional<String> name, boolean interactive, boolean terminal, boolean remove) {
    return new ContainerSpec(
        image,
        command,
        entrypoint,
        name.filter(given -> !given.isEmpty()),
        hostname.filter(given -> !given.isEmpty()),
        domainname.filter(given -> !given.isEmpty()),
        environment(),
        workdir,
        user,
        attachments(),
        new CapabilityRequest(capAdd, capDrop, privileged),
        readOnly,
        init,
        interactive,
        terminal,
        remove);
  }

  private List<Attachment> attachments() {
    Stream<Attachment> all =
        Stream.of(
                volumes.stream().map(MountOption::volume),
                mounts.stream().map(MountOption::mount),
                tmpfs.stream().map(MountOption::tmpfs))
            .flatMap(each -> each);
    return all.toList();
  }

  private List<String> environment() {
    List<String> variables = new ArrayList<>();
    for (Path file : envFiles) {
      lines(file).stream()
          .map(String::stripLeading)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(line -> addVariable(variables, line, "--env-file " + file));
    }
    env.forEach(variable -> addVariable(variables, variable, "-e"));
    return variables;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new StartFailure(
          "--env-file " + file + ": " + FileReason.of(e), StartFailure.OUR_FAULT, e);
    }
  }

  /** A variable without a value takes the caller's; if there is none, it is left out. */
  private static void addVariable(List<String> variables, String variable, String origin) {
    String name = variable.contains("=") ? variable.substring(0, variable.indexOf('=')) : variable;
    if (name.isEmpty()
        || (!origin.equals("-e") && name.chars().anyMatch(Character::isWhitespace))) {
      throw new StartFailure(
          origin + ": \"" + variable + "\" is no variable: write NAME=value, or NAME for your own");
    }
    if (variable.contains("=")) {
      variables.add(variable);
    } else if (System.getenv(variable) != null) {
      variables.add(variable + "=" + System.getenv(variable));
    }
  }
}
