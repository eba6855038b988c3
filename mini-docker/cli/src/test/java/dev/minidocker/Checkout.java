package dev.minidocker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the whole project: its modules, what they depend on, and their files. */
public final class Checkout {
  private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
  private static final Pattern EDGE = Pattern.compile("(?m)^(\\S+) +->(.*)$");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev\\.minidocker</groupId>\\s*"
              + "<artifactId>(.*?)</artifactId>");
  private static final Pattern OWN_NAME =
      Pattern.compile("</parent>\\s*<artifactId>(.*?)</artifactId>");

  private final Path root = root();

  /** A source file, and whether it is part of the product or of its tests. */
  record Source(String module, Path path, boolean ofProduct, String text) {
    String packageName() {
      return text.lines()
          .filter(line -> line.startsWith("package "))
          .map(line -> line.substring("package ".length(), line.indexOf(';')))
          .findFirst()
          .orElse("");
    }

    String className() {
      return path.getFileName().toString().replace(".java", "");
    }
  }

  /** The directory of ARCHITECTURE.adoc. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("ARCHITECTURE.adoc"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  List<String> modules() {
    return all(MODULE, read("pom.xml")).map(found -> found.group(1)).toList();
  }

  /** What each module's POM says it depends on, of this project. */
  Map<String, Set<String>> dependencies() {
    Map<String, String> moduleOf = new TreeMap<>();
    for (String module : modules()) {
      all(OWN_NAME, read(module + "/pom.xml"))
          .forEach(found -> moduleOf.put(found.group(1), module));
    }
    Map<String, Set<String>> result = new TreeMap<>();
    for (String module : modules()) {
      Set<String> used = new TreeSet<>();
      all(DEPENDENCY, read(module + "/pom.xml"))
          .forEach(found -> used.add(moduleOf.get(found.group(1))));
      result.put(module, used);
    }
    return result;
  }

  /** What ARCHITECTURE.adoc says each module depends on, in its order. */
  List<Map.Entry<String, Set<String>>> publishedEdges() {
    String text = read("ARCHITECTURE.adoc");
    String list = text.substring(text.indexOf("tag::edges[]"), text.indexOf("end::edges[]"));
    return all(EDGE, list).map(found -> Map.entry(found.group(1), words(found.group(2)))).toList();
  }

  private static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : new TreeSet<>(List.of(text.strip().split(" +")));
  }

  /** What a module may use: itself, what it depends on, and what that depends on. */
  Set<String> reach(String module) {
    Map<String, Set<String>> dependencies = dependencies();
    Set<String> reached = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(module));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (reached.add(next)) {
        open.addAll(dependencies.get(next));
      }
    }
    return reached;
  }

  List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    for (String module : modules()) {
      for (String part : List.of("main", "test")) {
        Path directory = root.resolve(module).resolve("src").resolve(part).resolve("java");
        for (Path file : javaFilesIn(directory)) {
          sources.add(new Source(module, file, part.equals("main"), read(file)));
        }
      }
    }
    return sources;
  }

  private static List<Path> javaFilesIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private String read(String path) {
    return read(root.resolve(path));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
