package dev.minidocker.labkit.check;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the JDK's own compiler has to say. */
final class Compilation {
  private static final String CANNOT_BE_WRITTEN = "compiler.err.class.cant.write";

  /** An error, and where it is. */
  record Problem(String file, int line, String message) {}

  private Compilation() {}

  /** The class path of this JVM. */
  static String classPath(Path... more) {
    return Stream.concat(
            Stream.of(more).map(Path::toString), Stream.of(System.getProperty("java.class.path")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Compiles to a directory that exists.
   *
   * @return the errors; none if there are classes now
   * @throws IllegalStateException if this is a JRE
   * @throws java.io.UncheckedIOException if there is no room for the classes
   */
  static List<Problem> compile(List<Path> sources, String classPath, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("this Java has no compiler. Use a JDK, not a JRE");
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8);
    List<String> options = List.of("-g", "-proc:none", "-cp", classPath, "-d", classes.toString());
    boolean done =
        compiler
            .getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
            .call();
    requireWritten(found.getDiagnostics());
    return done
        ? List.of()
        : found.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(Compilation::problem)
            .toList();
  }

  /** Where there is no room for a class, that is not the fault of its source. */
  private static void requireWritten(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics) {
      if (CANNOT_BE_WRITTEN.equals(diagnostic.getCode())) {
        String message = diagnostic.getMessage(Locale.ROOT).lines().collect(Collectors.joining());
        throw WorkingDirectory.refused(new IOException(message));
      }
    }
  }

  private static Problem problem(Diagnostic<? extends JavaFileObject> diagnostic) {
    String file = diagnostic.getSource() == null ? "" : diagnostic.getSource().getName();
    String message = diagnostic.getMessage(Locale.ROOT).lines().collect(Collectors.joining("; "));
    return new Problem(file, (int) Math.max(0, diagnostic.getLineNumber()), message);
  }
}
