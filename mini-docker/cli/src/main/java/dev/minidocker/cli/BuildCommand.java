package dev.minidocker.cli;

import dev.minidocker.build.BuildRequest;
import dev.minidocker.build.Progress;
import dev.minidocker.build.context.Context;
import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import dev.minidocker.image.Reference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code mini-docker build}: makes an image as a Dockerfile says. */
final class BuildCommand implements Command {
  private final Syntax syntax =
      Syntax.of("build", "Build an image from a Dockerfile.", this)
          .values("NAME[:TAG]", "A name for the image.", "-t", "--tag")
          .value("FILE", "The Dockerfile; - is standard input.", "-f", "--file")
          .values("NAME=VALUE", "What an ARG instruction gets.", "--build-arg")
          .value("STAGE", "The stage to end with.", "--target")
          .flag("Carry out every instruction again.", "--no-cache")
          .value("NETWORK", "Of RUN instructions: none, host, … (default as of run).", "--network")
          .values("NAME:ADDRESS", "Line for their /etc/hosts.", "--add-host")
          .flag("Ask registries for the images to begin with, even if they are here.", "--pull")
          .flag("Print the image's id only.", "-q", "--quiet")
          .value(
              "KIND",
              "How progress is shown: tty, plain, quiet as with -q, or auto: tty at a terminal.",
              "--progress")
          .argument(
              "DIRECTORY",
              "The files for COPY and ADD; -: standard input, a tar of them, or a Dockerfile.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    BuildProgress asked = BuildProgress.of(syntax.valueOf("--progress").orElse("auto"));
    BuildProgress shown = syntax.has("--quiet") ? BuildProgress.QUIET : asked;
    Session session = Session.open();
    Image image;
    try (BuildInput input =
        BuildInput.of(syntax.argument(0), syntax.valueOf("--file"), session.images())) {
      image = build(session, input, shown);
    }
    if (shown == BuildProgress.QUIET) {
      System.out.println(image.id());
    } else {
      System.out.println("Successfully built " + image.id().shortened());
      syntax
          .valuesOf("--tag")
          .forEach(name -> System.out.println("Successfully tagged " + tagged(name)));
    }
    return 0;
  }

  private Image build(Session session, BuildInput input, BuildProgress shown) {
    PullPolicy policy = syntax.has("--pull") ? PullPolicy.ALWAYS : PullPolicy.MISSING;
    ImageSupply supply = new ImageSupply(session.images(), policy, shown.pulls());
    try (Progress progress = shown.begin(session.images())) {
      return session.builder(request(input), supply, progress).build();
    }
  }

  private BuildRequest request(BuildInput input) {
    return new BuildRequest(
        Context.of(input.directory()),
        input.dockerfile(),
        syntax.valuesOf("--tag"),
        arguments(),
        syntax.valueOf("--target"),
        !syntax.has("--no-cache"),
        NetworkOptions.ofBuild(syntax));
  }

  private static String tagged(String name) {
    return Reference.parse(name).toString();
  }

  /** A name without a value gets that of our own environment, if it has one. */
  private Map<String, String> arguments() {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String argument : syntax.valuesOf("--build-arg")) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Optional<String> value =
          equals < 0
              ? Optional.ofNullable(System.getenv(name))
              : Optional.of(argument.substring(equals + 1));
      value.ifPresent(given -> arguments.put(name, given));
    }
    return arguments;
  }
}
