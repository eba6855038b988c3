package dev.minidocker.build;

import dev.minidocker.build.dockerfile.Expansion;
import dev.minidocker.build.dockerfile.GoDuration;
import dev.minidocker.build.dockerfile.Instruction;
import dev.minidocker.build.dockerfile.Instruction.Cmd;
import dev.minidocker.build.dockerfile.Instruction.Entrypoint;
import dev.minidocker.build.dockerfile.Instruction.Env;
import dev.minidocker.build.dockerfile.Instruction.Expose;
import dev.minidocker.build.dockerfile.Instruction.HealthCheck;
import dev.minidocker.build.dockerfile.Instruction.Label;
import dev.minidocker.build.dockerfile.Instruction.Maintainer;
import dev.minidocker.build.dockerfile.Instruction.OnBuild;
import dev.minidocker.build.dockerfile.Instruction.Probe;
import dev.minidocker.build.dockerfile.Instruction.Shell;
import dev.minidocker.build.dockerfile.Instruction.StopSignal;
import dev.minidocker.build.dockerfile.Instruction.User;
import dev.minidocker.build.dockerfile.Instruction.Volume;
import dev.minidocker.build.dockerfile.Instruction.Workdir;
import dev.minidocker.build.dockerfile.PortRange;
import dev.minidocker.image.ImageDraft;
import dev.minidocker.image.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What instructions without files change in an image's config; image-spec, {@code config.md}. */
final class ConfigChanges {
  private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

  private final ImageDraft draft;
  private final Variables variables;
  private boolean commandIsOurs;

  ConfigChanges(ImageDraft draft, Variables variables) {
    this.draft = draft;
    this.variables = variables;
    variables.environment(texts("Env"));
  }

  /** The words of the shell that reads commands in the shell form. */
  List<String> shell() {
    List<String> words = texts("Shell");
    return words.isEmpty() ? DEFAULT_SHELL : words;
  }

  /** The working directory; {@code /} where nobody has set one. */
  String workingDirectory() {
    return draft.get("WorkingDir") instanceof String path && !path.isEmpty() ? path : "/";
  }

  /** The user; "" where nobody has set one. */
  String user() {
    return draft.get("User") instanceof String user ? user : "";
  }

  /**
   * Makes the change of an instruction, if it makes any here.
   *
   * @return the instruction with its variables replaced; empty if it is another kind
   */
  String apply(Instruction instruction, Expansion words) {
    if (instruction instanceof Env env) {
      return environment(env, words);
    } else if (instruction instanceof Label label) {
      return labels(label, words);
    } else if (instruction instanceof Workdir workdir) {
      Path path = Path.of(absolute(words.expand(workdir.path())));
      draft.set("WorkingDir", path.toString()); // without a slash at its end
      return "WORKDIR " + draft.get("WorkingDir");
    } else if (instruction instanceof User user) {
      draft.set("User", words.expand(user.user()));
      return "USER " + draft.get("User");
    } else if (instruction instanceof Expose expose) {
      return ports(expose, words);
    } else if (instruction instanceof Volume volume) {
      List<String> paths = volume.paths().stream().map(words::expand).toList();
      paths.forEach(path -> draft.putInto("Volumes", path, Map.of()));
      return "VOLUME " + text(Json.write(paths));
    } else if (instruction instanceof StopSignal signal) {
      draft.set("StopSignal", words.expand(signal.signal()));
      return "STOPSIGNAL " + draft.get("StopSignal");
    } else if (instruction instanceof Maintainer maintainer) {
      draft.author(words.expand(maintainer.author()));
      return "MAINTAINER " + maintainer.author();
    }
    return commands(instruction);
  }

  private String commands(Instruction instruction) {
    if (instruction instanceof Cmd cmd) {
      commandIsOurs = true;
      List<String> words = cmd.command().arguments(shell());
      draft.set("Cmd", words);
      return "CMD " + text(Json.write(words));
    } else if (instruction instanceof Entrypoint entrypoint) {
      List<String> words = entrypoint.command().arguments(shell());
      draft.set("Entrypoint", words);
      if (!commandIsOurs) {
        draft.set("Cmd", null); // it was meant for another entry point
      }
      return "ENTRYPOINT " + text(Json.write(words));
    } else if (instruction instanceof Shell shell) {
      draft.set("Shell", shell.words());
      return "SHELL " + text(Json.write(shell.words()));
    } else if (instruction instanceof HealthCheck check) {
      Map<String, Object> probe =
          check.probe().map(this::probe).orElse(Map.of("Test", List.of("NONE")));
      draft.set("Healthcheck", probe);
      return "HEALTHCHECK " + text(Json.write(probe));
    } else if (instruction instanceof OnBuild trigger) {
      draft.changeList("OnBuild", list -> with(list, trigger.text()));
      return "ONBUILD " + trigger.text();
    }
    return "";
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** As a Dockerfile has them. */
  private static String pairs(Map<String, String> all) {
    return all.entrySet().stream()
        .map(pair -> quoted(pair.getKey()) + "=" + quoted(pair.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** In quotes, if it would be several words without, or none. */
  private static String quoted(String text) {
    boolean one = !text.isEmpty() && text.chars().noneMatch(Character::isWhitespace);
    return one ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String environment(Env env, Expansion words) {
    Map<String, String> all = new LinkedHashMap<>(); // one instruction does not see its own
    env.variables().forEach((name, value) -> all.put(words.expand(name), words.expand(value)));
    all.forEach(variables::set);
    draft.set("Env", variables.environment());
    return "ENV " + pairs(all);
  }

  private String labels(Label label, Expansion words) {
    Map<String, String> all = new LinkedHashMap<>();
    label.labels().forEach((name, value) -> all.put(words.expand(name), words.expand(value)));
    all.forEach((name, value) -> draft.putInto("Labels", name, value));
    return "LABEL " + pairs(all);
  }

  private String ports(Expose expose, Expansion words) {
    List<String> all = new ArrayList<>();
    for (String word : expose.ports()) {
      all.addAll(PortRange.parse(expose.location(), words.expand(word)).ports());
    }
    all.forEach(port -> draft.putInto("ExposedPorts", port, Map.of()));
    return "EXPOSE " + String.join(" ", all);
  }

  private Map<String, Object> probe(Probe probe) {
    Map<String, Object> check = new LinkedHashMap<>();
    List<String> test = new ArrayList<>(List.of(probe.command().shell() ? "CMD-SHELL" : "CMD"));
    test.addAll(probe.command().words());
    check.put("Test", test);
    probe.options().forEach((name, value) -> option(check, name, value));
    return check;
  }

  /** {@code start-period} becomes {@code StartPeriod}. */
  private static void option(Map<String, Object> check, String name, String value) {
    StringBuilder member = new StringBuilder();
    for (String part : name.split("-", 0)) {
      member.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    Object number = name.equals("retries") ? Long.valueOf(value) : GoDuration.nanos(value);
    check.put(member.toString(), number);
  }

  private static List<String> with(List<String> list, String last) {
    List<String> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }

  /** A path from the working directory. */
  String absolute(String path) {
    String whole = path.startsWith("/") ? path : workingDirectory() + "/" + path;
    String clean = Path.of(whole).normalize().toString();
    return whole.endsWith("/") && !clean.equals("/") ? clean + "/" : clean;
  }

  private List<String> texts(String member) {
    return draft.get(member) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }
}
