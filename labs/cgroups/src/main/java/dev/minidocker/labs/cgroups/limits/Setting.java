package dev.minidocker.labs.cgroups.limits;

/**
 * One text that is written to one file of a group.
 *
 * @param file its name in the group's directory; the part before the first dot is mostly, not
 *     always, the controller's name
 * @param value what is written
 * @param dispensable whether a kernel without this file is passed over
 */
public record Setting(String file, String value, boolean dispensable) {

  static Setting of(String file, String value) {
    return new Setting(file, value, false);
  }

  static Setting of(String file, long value) {
    return of(file, Long.toString(value));
  }

  /** The same, passed over by kernels that lack the file. */
  Setting whereItExists() {
    return new Setting(file, value, true);
  }

  /** As a shell would do it. */
  @Override
  public String toString() {
    return "echo '" + value + "' > " + file;
  }
}
