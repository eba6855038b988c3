package dev.minidocker.build.dockerfile;

import dev.minidocker.build.dockerfile.Instruction.Arg;
import dev.minidocker.build.dockerfile.Instruction.Cmd;
import dev.minidocker.build.dockerfile.Instruction.Entrypoint;
import dev.minidocker.build.dockerfile.Instruction.Env;
import dev.minidocker.build.dockerfile.Instruction.Expose;
import dev.minidocker.build.dockerfile.Instruction.From;
import dev.minidocker.build.dockerfile.Instruction.Label;
import dev.minidocker.build.dockerfile.Instruction.Maintainer;
import dev.minidocker.build.dockerfile.Instruction.OnBuild;
import dev.minidocker.build.dockerfile.Instruction.Shell;
import dev.minidocker.build.dockerfile.Instruction.StopSignal;
import dev.minidocker.build.dockerfile.Instruction.User;
import dev.minidocker.build.dockerfile.Instruction.Volume;
import dev.minidocker.build.dockerfile.Instruction.Workdir;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * From a line to an instruction: which arguments each keyword takes, and what is wrong with others.
 */
final class InstructionParser {
  private static final List<String> KEYWORDS =
      List.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");
  private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9_.-]*");
  private static final Set<String> NO_TRIGGERS = Set.of("FROM", "ONBUILD", "MAINTAINER");

  private final char escape;
  private final Pairs pairs;

  InstructionParser(char escape) {
    this.escape = escape;
    this.pairs = new Pairs(escape);
  }

  Instruction parse(LogicalLine line) {
    Location at = line.location();
    if (line.rest().isEmpty() && KEYWORDS.contains(line.keyword())) {
      throw at.wrong(line.keyword() + " has no argument; expected " + line.keyword() + " …");
    }
    if (line.keyword().isEmpty()) {
      throw at.wrong("expected an instruction, found only the sign that a line goes on");
    }
    return switch (line.keyword()) {
      case "FROM" -> from(line);
      case "RUN" -> RunParser.parse(line);
      case "COPY" -> new CopyParser(escape).parse(line, List.of("from", "chown", "chmod", "link"));
      case "ADD" ->
          new CopyParser(escape).parse(line, List.of("chown", "chmod", "link", "checksum"));
      case "ENV" -> new Env(at, pairs.ofEnv(line));
      case "ARG" -> new Arg(at, pairs.ofArg(line));
      case "LABEL" -> new Label(at, pairs.ofLabel(line));
      case "MAINTAINER" -> new Maintainer(at, line.rest());
      case "WORKDIR" -> new Workdir(at, line.rest());
      case "USER" -> new User(at, one(line));
      case "CMD" -> new Cmd(at, Command.parse(line.rest()));
      case "ENTRYPOINT" -> new Entrypoint(at, Command.parse(line.rest()));
      case "EXPOSE" -> new Expose(at, ports(line));
      case "VOLUME" -> new Volume(at, volumes(line));
      case "SHELL" -> new Shell(at, shell(line));
      case "STOPSIGNAL" -> new StopSignal(at, one(line));
      case "HEALTHCHECK" -> HealthCheckParser.parse(line);
      case "ONBUILD" -> onBuild(line);
      default ->
          throw at.wrong(
              "unknown instruction "
                  + line.keyword()
                  + "; expected one of "
                  + String.join(" ", KEYWORDS));
    };
  }

  private From from(LogicalLine line) {
    Flags flags = Flags.of(line, List.of("platform"));
    List<String> words = Words.split(flags.rest(), escape);
    boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("AS");
    if (words.size() != 1 && !named) {
      throw line.location()
          .wrong(
              "expected FROM [--platform=…] IMAGE [AS NAME], found \"FROM " + line.rest() + "\"");
    }
    Optional<String> stage =
        named ? Optional.of(words.get(2).toLowerCase(Locale.ROOT)) : Optional.empty();
    stage.ifPresent(name -> checkStage(line, name));
    return new From(line.location(), flags.value("platform"), words.get(0), stage);
  }

  private static void checkStage(LogicalLine line, String name) {
    if (!STAGE.matcher(name).matches() || name.equals("scratch")) {
      throw line.location()
          .wrong(
              "\""
                  + name
                  + "\" cannot be a stage's name: a letter comes first, then letters, digits and _ . - (and \"scratch\" is taken)");
    }
  }

  private String one(LogicalLine line) {
    List<String> words = Words.split(line.rest(), escape);
    if (words.size() != 1) {
      throw line.location()
          .wrong(
              line.keyword()
                  + " takes one argument, found "
                  + words.size()
                  + ": \""
                  + line.rest()
                  + "\"");
    }
    return words.get(0);
  }

  /** What has no variable is checked now, and not when half of the image is built. */
  private List<String> ports(LogicalLine line) {
    List<String> words = Words.split(line.rest(), escape);
    words.stream()
        .filter(word -> word.matches("[^$'\"]*"))
        .forEach(word -> PortRange.parse(line.location(), word));
    return words;
  }

  private List<String> volumes(LogicalLine line) {
    List<String> paths =
        JsonStrings.parse(line.rest()).orElseGet(() -> Words.split(line.rest(), escape));
    if (paths.isEmpty() || paths.contains("")) {
      throw line.location().wrong("VOLUME needs paths, and none of them empty");
    }
    return paths;
  }

  private static List<String> shell(LogicalLine line) {
    return JsonStrings.parse(line.rest())
        .filter(words -> !words.isEmpty())
        .orElseThrow(
            () ->
                line.location()
                    .wrong(
                        "expected SHELL [\"program\", \"argument\", …], found \""
                            + line.rest()
                            + "\""));
  }

  private OnBuild onBuild(LogicalLine line) {
    String[] parts = line.rest().split("\\s+", 2);
    String keyword = parts[0].toUpperCase(Locale.ROOT);
    if (NO_TRIGGERS.contains(keyword)) {
      throw line.location().wrong("ONBUILD " + keyword + " is not allowed");
    }
    String rest = parts.length > 1 ? parts[1].strip() : "";
    parse(new LogicalLine(line.location(), keyword, rest, line.documents())); // now, not when used
    StringBuilder text = new StringBuilder(keyword + " " + rest);
    line.documents()
        .forEach(document -> text.append('\n').append(document.content()).append(document.name()));
    return new OnBuild(line.location(), text.toString());
  }
}
