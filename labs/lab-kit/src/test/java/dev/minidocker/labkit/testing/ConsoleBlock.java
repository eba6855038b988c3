package dev.minidocker.labkit.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A console block of a page, as its source shows it.
 *
 * @param line of its first command, from 1
 * @param attributes what its first line says: {@code source,console,needs=ip namespaces}
 * @param text all of it, prompts included
 */
record ConsoleBlock(int line, String attributes, String text) {
  private static final String PROMPT = "$ ";

  /** A command, and what it prints. */
  record Shown(String command, List<String> output) {}

  static List<ConsoleBlock> in(List<String> page) {
    List<ConsoleBlock> found = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).matches("\\[source, *console\\b.*]")) {
        String attributes = page.get(i).substring(1, page.get(i).length() - 1);
        int first = page.subList(i, page.size()).indexOf("----") + i + 1;
        int end = page.subList(first, page.size()).indexOf("----") + first;
        String text = String.join("\n", page.subList(first, end));
        found.add(new ConsoleBlock(first + 1, attributes, text));
        i = end;
      }
    }
    return found;
  }

  List<Shown> commands() {
    List<Shown> commands = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(PROMPT)) {
        commands.add(new Shown(line.substring(PROMPT.length()), new ArrayList<>()));
      } else if (commands.isEmpty()) {
        throw new IllegalArgumentException("line " + this.line + ": output before any command");
      } else {
        commands.get(commands.size() - 1).output().add(line);
      }
    }
    return commands;
  }

  /** Programs, and what the machine has to allow. */
  List<String> needs() {
    String needs = attribute("needs");
    return needs.isEmpty() ? List.of() : List.of(needs.split(" ", -1));
  }

  /** Whether a command is there to be refused: the last one of a block that says so. */
  boolean expectsFailureOf(Shown command) {
    List<Shown> all = commands();
    return attribute("expect").equals("fail") && all.get(all.size() - 1).equals(command);
  }

  private String attribute(String name) {
    for (String attribute : attributes.split(", *", -1)) {
      if (attribute.startsWith(name + "=")) {
        return attribute.substring(name.length() + 1).replace("\"", "");
      }
    }
    return "";
  }
}
