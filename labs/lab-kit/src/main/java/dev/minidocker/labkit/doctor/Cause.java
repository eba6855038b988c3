package dev.minidocker.labkit.doctor;

/**
 * Why something cannot be done here.
 *
 * @param name for programs: {@code seccomp}, {@code user.max_user_namespaces}
 * @param text one sentence
 * @param remedy a command to type, or what to do where there is none; empty if nothing helps
 */
public record Cause(String name, String text, String remedy) {
  /** In the place of a cause where nothing is wrong. */
  static final Cause NONE = new Cause("", "", "");
}
