package dev.minidocker.bench;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of all steps as C data: {@code a[step][argument]}, and what they point to. They are
 * in memory, not in expressions, because a program may have the kernel write into them.
 */
final class CArguments {
  private final Program program;
  private final StringBuilder objects = new StringBuilder();
  private final StringBuilder rows = new StringBuilder();
  private final Map<String, String> sharedMemory = new HashMap<>();
  private final Map<String, List<String>> stores = new HashMap<>();
  private int count;

  CArguments(Program program) {
    this.program = program;
    for (int i = 0; i < program.steps().size(); i++) {
      rows.append("  {").append(row(program.steps().get(i), i)).append("},\n");
    }
  }

  /** The data, to be put before the code. */
  String definitions() {
    int size = program.steps().size();
    return "static long a["
        + size
        + "][6];\n"
        + objects
        + "static long a[][6] = {\n"
        + rows
        + "};\n";
  }

  /** The statements that put the result {@code r} of the step of this name where it is used. */
  String stores(String step) {
    return step.isEmpty() ? "" : String.join("", stores.getOrDefault(step, List.of()));
  }

  private String row(Step step, int index) {
    List<String> values = new ArrayList<>();
    for (int n = 0; n < step.args().size(); n++) {
      values.add(value(step.args().get(n), "a[" + index + "][" + n + "]"));
    }
    return values.isEmpty() ? "0" : String.join(", ", values);
  }

  /** A constant expression; {@code place} is where it will stand. */
  private String value(Arg arg, String place) {
    if (arg instanceof Arg.Value value) {
      return "(long)" + value.value() + "UL".substring(value.value() < 0 ? 1 : 0);
    } else if (arg instanceof Arg.Text text) {
      return "(long)" + literal(text.value());
    } else if (arg instanceof Arg.Texts texts) {
      List<String> strings =
          new ArrayList<>(texts.values().stream().map(CArguments::literal).toList());
      strings.add("0");
      return define("char *", strings);
    } else if (arg instanceof Arg.Bytes bytes) {
      return memory(bytes);
    } else if (arg instanceof Arg.Words structure) {
      String name = "o" + count++;
      List<String> words = new ArrayList<>();
      for (int i = 0; i < structure.words().size(); i++) {
        words.add(value(structure.words().get(i), name + "[" + i + "]"));
      }
      return define(name, "long ", words);
    } else if (arg instanceof Arg.Slot slot) {
      int step = program.indexOf(slot.step());
      return "(long)&a[" + step + "][" + slot.index() + "] + " + slot.offset();
    } else if (arg instanceof Arg.Result result) {
      store(result.step(), place + " = r;\n");
      return "0";
    }
    throw new AssertionError(arg);
  }

  private String memory(Arg.Bytes bytes) {
    String known = bytes.name().isEmpty() ? null : sharedMemory.get(bytes.name());
    if (known != null) {
      return known;
    }
    String name = "o" + count++;
    List<String> values = new ArrayList<>();
    for (ByteBuffer content = bytes.content(); content.hasRemaining(); ) {
      values.add(Integer.toString(content.get() & 0xff));
    }
    if (!bytes.name().isEmpty()) {
      sharedMemory.put(bytes.name(), "(long)" + name);
    }
    for (Arg.Hole hole : bytes.holes()) {
      int width = hole.width() == Arg.Width.INT ? 4 : 8;
      store(hole.result(), "memcpy(" + name + " + " + hole.offset() + ", &r, " + width + ");\n");
    }
    return define(name, "unsigned char ", values);
  }

  private void store(String step, String statement) {
    stores.computeIfAbsent(step, name -> new ArrayList<>()).add("  " + statement);
  }

  private String define(String type, List<String> values) {
    return define("o" + count++, type, values);
  }

  private String define(String name, String type, List<String> values) {
    objects.append("static ").append(type).append(name).append("[] = {");
    objects.append(String.join(", ", values)).append("};\n");
    return "(long)" + name;
  }

  /** Octal escapes throughout: they end after three digits, whatever follows. */
  private static String literal(String text) {
    StringBuilder c = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b >= ' ' && b < 0x7f && b != '"' && b != '\\' && b != '?';
      if (plain) {
        c.append((char) b);
      } else {
        int code = b & 0xff;
        c.append('\\').append(code >> 6).append(code >> 3 & 7).append(code & 7);
      }
    }
    return c.append('"').toString();
  }
}
