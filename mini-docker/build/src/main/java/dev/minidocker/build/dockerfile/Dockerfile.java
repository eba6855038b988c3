package dev.minidocker.build.dockerfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Dockerfile, understood.
 *
 * @param escape the character that protects the next one: backslash, or as the file says
 * @param arguments ARG instructions before the first FROM; for the FROM lines only
 * @param texts what was written, by the number of the line where it begins
 */
public record Dockerfile(
    char escape, List<Instruction.Arg> arguments, List<Stage> stages, Map<Integer, String> texts) {

  public Dockerfile {
    arguments = List.copyOf(arguments);
    stages = List.copyOf(stages);
    texts = Map.copyOf(texts);
  }

  /** The instruction as it was written, continued lines joined. */
  public String text(Instruction instruction) {
    return texts.getOrDefault(instruction.location().line(), "");
  }

  /**
   * Reads a Dockerfile.
   *
   * @param file what to call it in messages
   * @throws DockerfileException if it cannot be understood
   */
  public static Dockerfile parse(String file, String text) {
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text; // a byte order mark
    List<String> lines = unmarked.lines().toList();
    char escape = Directives.of(file, lines).escape();
    InstructionParser parser = new InstructionParser(escape);
    Collector collector = new Collector();
    for (LogicalLine line : LineReader.read(file, lines, escape)) {
      collector.add(parser.parse(line), line.keyword() + " " + line.rest());
    }
    return collector.dockerfile(escape, new Location(file, Math.max(1, lines.size())));
  }

  /**
   * The instruction that an image has left to those built from it.
   *
   * @param file what to call its place in messages
   * @throws DockerfileException if it cannot be understood
   */
  public static Instruction parseTrigger(String file, String text) {
    List<LogicalLine> lines = LineReader.read(file, text.lines().toList(), '\\');
    if (lines.size() != 1) {
      throw new Location(file, 1).wrong("expected one instruction: \"" + text + "\"");
    }
    return new InstructionParser('\\').parse(lines.get(0));
  }

  /** The stage of this name or number. */
  public Optional<Stage> stage(String name) {
    return stages.stream().filter(stage -> matches(stage, name)).findFirst();
  }

  private static boolean matches(Stage stage, String name) {
    return stage.from().stage().equals(Optional.of(name.toLowerCase(Locale.ROOT)))
        || Integer.toString(stage.index()).equals(name);
  }

  /** Sorts instructions into stages. */
  private static final class Collector {
    private final List<Instruction.Arg> arguments = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final List<Instruction> current = new ArrayList<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private Instruction.From from;

    void add(Instruction instruction, String text) {
      texts.put(instruction.location().line(), text);
      if (instruction instanceof Instruction.From next) {
        finish();
        from = next;
      } else if (from != null) {
        current.add(instruction);
      } else if (instruction instanceof Instruction.Arg argument) {
        arguments.add(argument);
      } else {
        throw instruction.location().wrong("expected FROM (or ARG) as the first instruction");
      }
    }

    private void finish() {
      if (from != null) {
        stages.add(new Stage(stages.size(), from, current));
        current.clear();
      }
    }

    Dockerfile dockerfile(char escape, Location end) {
      finish();
      if (stages.isEmpty()) {
        throw end.wrong("there is no FROM, so there is nothing to build");
      }
      return new Dockerfile(escape, arguments, stages, texts);
    }
  }
}
