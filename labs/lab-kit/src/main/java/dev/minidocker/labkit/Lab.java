package dev.minidocker.labkit;

import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * One kernel concept, as the {@code lab} command offers it. Every lab's module names its own in
 * {@code META-INF/services}, so that a list of all needs to know none.
 */
public interface Lab {

  /** What it is called on the command line and in the names of its experiments: {@code uts}. */
  String topic();

  /** The same in words: {@code UTS namespaces: host names}. */
  String title();

  /** Its place in the course; labs are shown in this order. */
  int chapter();

  /** What one can do or say afterwards; empty where the title says it. */
  default String objective() {
    return "";
  }

  /** One command to begin with. */
  default String tryFirst() {
    return "bin/lab run " + topic();
  }

  /**
   * A performance of this lab to be shown where the kernel refuses a live one, as an asciicast: by
   * default the file {@code TOPIC.cast} beside the class. Empty if there is none.
   */
  default Optional<InputStream> recording() {
    return Optional.ofNullable(getClass().getResourceAsStream(topic() + ".cast"));
  }

  /**
   * What there is to see, in the order in which it is best shown. Every call makes up new names.
   */
  List<Experiment> experiments();

  /** All labs on the class path, in the order of the course. */
  static List<Lab> all() {
    return ServiceLoader.load(Lab.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(Lab::chapter).thenComparing(Lab::topic))
        .toList();
  }
}
