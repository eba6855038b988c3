package dev.minidocker.cli;

import dev.minidocker.build.BuildRequest;
import dev.minidocker.build.Progress;
import dev.minidocker.build.context.Context;
import dev.minidocker.build.dockerfile.Dockerfile;
import dev.minidocker.build.dockerfile.Instruction;
import dev.minidocker.build.dockerfile.Stage;
import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code mini-docker build}: makes an image as a Dockerfile says. */
final class BuildCommand implements Command {
  private static final int SHORT_ID = 12;

  private final Syntax syntax =
      Syntax.of("build", "Build an image from a Dockerfile.", this)
          .values("NAME[:TAG]", "A name for the image.", "-t", "--tag")
          .value("FILE", "The Dockerfile; - is standard input.", "-f", "--file")
          .values("NAME=VALUE", "What an ARG instruction gets.", "--build-arg")
          .value("STAGE", "The stage to end with.", "--target")
          .flag("Carry out every instruction again.", "--no-cache")
          .flag("Print the image's id only.", "-q", "--quiet")
          .value("KIND", "How progress is shown: auto and plain are the same.", "--progress")
          .argument("DIRECTORY", "The files that COPY and ADD may take.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    String directory = syntax.argument(0);
    Dockerfile dockerfile = dockerfile(Path.of(directory));
    Session session = Session.open();
    dockerfile.stages().stream()
        .map(Stage::from)
        .map(Instruction.From::image)
        .forEach(session::provide);
    BuildRequest request =
        new BuildRequest(
            Context.of(Path.of(directory)),
            dockerfile,
            syntax.valuesOf("--tag"),
            arguments(),
            syntax.valueOf("--target"),
            !syntax.has("--no-cache"));
    boolean quiet = syntax.has("--quiet");
    Progress progress = quiet ? new Quiet() : new Plain();
    Image image = session.builder(request, progress).build();
    System.out.println(quiet ? image.id() : "Successfully built " + shortened(image.id()));
    if (!quiet) {
      syntax
          .valuesOf("--tag")
          .forEach(name -> System.out.println("Successfully tagged " + tagged(name)));
    }
    return 0;
  }

  private static String tagged(String name) {
    return Reference.parse(name).toString();
  }

  private Dockerfile dockerfile(Path directory) {
    Optional<String> asked = syntax.valueOf("--file");
    try {
      if (asked.equals(Optional.of("-"))) {
        byte[] text = System.in.readAllBytes();
        return Dockerfile.parse("Dockerfile", new String(text, StandardCharsets.UTF_8));
      }
      Path file = asked.map(Path::of).orElse(directory.resolve("Dockerfile"));
      return Dockerfile.parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new ImageException(
          "there is no " + e.getFile() + "; -f FILE names the Dockerfile where it is elsewhere", e);
    } catch (IOException e) {
      throw new ImageException("cannot read the Dockerfile: " + e.getMessage(), e);
    }
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

  private static String shortened(Digest id) {
    return id.hex().substring(0, SHORT_ID);
  }

  /** As docker has always told it. */
  private static class Plain implements Progress {
    @Override
    public void step(int number, int of, String instruction) {
      System.out.println("Step " + number + "/" + of + " : " + instruction);
      System.out.flush(); // what the step prints comes behind it
    }

    @Override
    public void cached(Digest image) {
      System.out.println(" ---> Using cache");
      made(image);
    }

    @Override
    public void made(Digest image) {
      System.out.println(" ---> " + shortened(image));
    }

    @Override
    public void warn(String message) {
      System.err.println("mini-docker: " + message);
    }
  }

  /** Warnings only. */
  private static final class Quiet extends Plain {
    @Override
    public void step(int number, int of, String instruction) {}

    @Override
    public void cached(Digest image) {}

    @Override
    public void made(Digest image) {}
  }
}
