package dev.minidocker.engine.naming;

import java.util.regex.Pattern;

/** Names that people give to containers and networks; they are names of files too. */
public final class Names {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  /** What is allowed, for those who have to be told. */
  public static final String RULE =
      "letters, digits and _ . - are allowed, and the first is a letter or digit";

  private Names() {}

  /** Whether this can be one. */
  public static boolean allowed(String name) {
    return FORM.matcher(name).matches();
  }
}
