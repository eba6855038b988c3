package dev.minidocker.cli;

import dev.minidocker.commandline.Syntax;
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

/** What a container should be like: the options that {@code run} and {@code compile} share. */
final class ContainerOptions {
  private final Syntax syntax;
  private final ResourceOptions resources;
  private final NetworkOptions network;

  /** Adds the options, and the image and its command, to the syntax of a command. */
  ContainerOptions(Syntax syntax) {
    this.syntax =
        syntax
            .value("always|missing|never", "When to get the image from its registry.", "--pull")
            .value("NAME", "Host name (default: the container's id).", "-h", "--hostname")
            .value("NAME", "NIS domain name.", "--domainname")
            .values("NAME[=VALUE]", "Environment variable; without a value, yours.", "-e", "--env")
            .values("FILE", "Environment variables, one a line.", "--env-file")
            .value("DIR", "Working directory; made if missing.", "-w", "--workdir")
            .value("NAME|UID[:GID]", "User to run as.", "-u", "--user")
            .values("HOST:CONTAINER[:ro]", "Bind mount.", "-v", "--volume")
            .values("type=bind|tmpfs,…", "Mount, with its parts named.", "--mount")
            .values("DIR[:OPTIONS]", "Empty file system in memory.", "--tmpfs")
            .flag("The root file system cannot be written.", "--read-only")
            .value("COMMAND", "In place of the image's entry point.", "--entrypoint")
            .flag("A small PID 1 that passes signals on and reaps orphans.", "--init")
            .values("CAP", "Add a capability, or ALL.", "--cap-add")
            .values("CAP", "Drop a capability, or ALL.", "--cap-drop")
            .flag(
                "All capabilities, /proc unguarded, and as root /sys writable; no devices of the host.",
                "--privileged");
    this.resources = new ResourceOptions(syntax);
    this.network = new NetworkOptions(syntax);
    syntax
        .argument("IMAGE", "The image to run.")
        .arguments("COMMAND", "The command, in place of the image's.", 0);
  }

  String image() {
    return syntax.argument(0);
  }

  PullPolicy pull() {
    return syntax.valueOf("--pull").map(PullPolicy::of).orElse(PullPolicy.MISSING);
  }

  /** The container that the options ask for. */
  ContainerSpec spec(Optional<String> name, boolean interactive, boolean terminal, boolean remove) {
    return spec(syntax.valueOf("--entrypoint"), name, interactive, terminal, remove)
        .with(resources.resources())
        .with(network.request());
  }

  private ContainerSpec spec(
      Optional<String> entrypoint,
      Optional<String> name,
      boolean interactive,
      boolean terminal,
      boolean remove) {
    return new ContainerSpec(
        image(),
        syntax.arguments(1),
        entrypoint,
        name.filter(given -> !given.isEmpty()),
        syntax.valueOf("--hostname").filter(given -> !given.isEmpty()),
        syntax.valueOf("--domainname").filter(given -> !given.isEmpty()),
        environment(),
        syntax.valueOf("--workdir"),
        syntax.valueOf("--user"),
        attachments(),
        new CapabilityRequest(
            syntax.valuesOf("--cap-add"),
            syntax.valuesOf("--cap-drop"),
            syntax.has("--privileged")),
        syntax.has("--read-only"),
        syntax.has("--init"),
        interactive,
        terminal,
        remove);
  }

  private List<Attachment> attachments() {
    List<Attachment> all = new ArrayList<>();
    syntax.valuesOf("--volume").forEach(volume -> all.add(MountOption.volume(volume)));
    syntax.valuesOf("--mount").forEach(mount -> all.add(MountOption.mount(mount)));
    all.addAll(DeviceOptions.attachments(syntax.valuesOf("--device")));
    syntax.valuesOf("--tmpfs").forEach(tmpfs -> all.add(MountOption.tmpfs(tmpfs)));
    return all;
  }

  private List<String> environment() {
    List<String> variables = new ArrayList<>();
    for (String file : syntax.valuesOf("--env-file")) {
      lines(Path.of(file)).stream()
          .map(String::stripLeading)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(line -> addVariable(variables, line, "--env-file " + file));
    }
    syntax.valuesOf("--env").forEach(variable -> addVariable(variables, variable, "-e"));
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
