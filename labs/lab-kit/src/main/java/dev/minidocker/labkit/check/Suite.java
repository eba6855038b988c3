package dev.minidocker.labkit.check;

import java.util.List;
import java.util.ServiceLoader;

/** The exercises of a chapter; named in the {@code META-INF/services} beside the checks. */
public interface Suite {

  List<Exercise> exercises();

  /** Those of all suites on the class path. */
  static List<Exercise> all() {
    return ServiceLoader.load(Suite.class).stream()
        .flatMap(suite -> suite.get().exercises().stream())
        .toList();
  }
}
