package dev.minidocker.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and sizes as docker's options have them. */
final class Amounts {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) ?([bkmgtp]?)i?b?");
  private static final String UNITS = "bkmgtp";

  private Amounts() {}

  /** A whole number, in these bounds. */
  static long number(String option, String text, long least, long most) {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a number that is out of bounds
    }
    throw ResourceOptions.wrong(
        option, text, "a whole number from " + least + " to " + most + " is needed");
  }

  /**
   * A size in bytes; a letter multiplies by powers of 1024, and may be followed by {@code b} or
   * {@code ib}.
   */
  static long size(String option, String text) {
    Matcher parts = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (parts.matches()) {
      BigDecimal bytes = new BigDecimal(parts.group(1));
      for (int i = Math.max(0, UNITS.indexOf(parts.group(2))); i > 0; i--) {
        bytes = bytes.multiply(BigDecimal.valueOf(1024));
      }
      if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
        return bytes.longValue();
      }
    }
    throw ResourceOptions.wrong(
        option, text, "not a size. Write a number and b, k, m or g, as in 512m");
  }
}
