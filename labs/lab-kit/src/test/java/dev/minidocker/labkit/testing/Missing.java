package dev.minidocker.labkit.testing;

import dev.minidocker.labkit.Need;
import java.io.File;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What a test {@linkplain Requires requires} and this machine does not have. */
final class Missing {
  private Missing() {}

  /** The first missing thing, by name; none where {@link #failure} has to be thrown instead. */
  static Optional<String> toSkip(AnnotatedElement test) {
    return skipsFail() ? ofTheMachine(test) : of(test);
  }

  /** What a test ends with where a skip counts as a failure. */
  static Optional<AssertionError> failure(AnnotatedElement test) {
    return skipsFail() && ofTheMachine(test).isEmpty()
        ? of(test).map(Missing::failure)
        : Optional.empty();
  }

  /** What nobody can put right who only runs tests. */
  private static Optional<String> ofTheMachine(AnnotatedElement test) {
    return Stream.ofNullable(test.getAnnotation(Requires.class))
        .flatMap(requires -> Arrays.stream(requires.value()))
        .filter(Need::isOfTheMachine)
        .map(Need::missing)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static AssertionError failure(String missing) {
    return new AssertionError("a skip is a failure here; this test needs " + missing);
  }

  private static boolean skipsFail() {
    return "fail".equals(System.getProperty("skips"));
  }

  private static Optional<String> of(AnnotatedElement test) {
    return Stream.ofNullable(test.getAnnotation(Requires.class)).flatMap(Missing::of).findFirst();
  }

  private static Stream<String> of(Requires requires) {
    return Stream.concat(
        Arrays.stream(requires.value()).map(Need::missing).flatMap(Optional::stream),
        Arrays.stream(requires.programs()).map(Missing::program).flatMap(Optional::stream));
  }

  static Optional<String> program(String program) {
    return isOnPath(program)
        ? Optional.empty()
        : Optional.of("program: " + program + " is not on the PATH. Install it");
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
