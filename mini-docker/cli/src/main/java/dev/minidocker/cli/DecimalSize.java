package dev.minidocker.cli;

import java.math.BigDecimal;
import java.math.MathContext;

/** Sizes for people, in powers of 1000, as docker says them. */
final class DecimalSize {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private DecimalSize() {}

  /** As in lists of images. */
  static String inList(long bytes) {
    return of(bytes, 3);
  }

  /** As where it stands alone. */
  static String inText(long bytes) {
    return of(bytes, 4);
  }

  private static String of(long bytes, int digits) {
    BigDecimal value = BigDecimal.valueOf(bytes);
    int unit = 0;
    while (value.compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < UNITS.length - 1) {
      value = value.movePointLeft(3);
      unit++;
    }
    BigDecimal rounded = value.round(new MathContext(digits));
    return rounded.stripTrailingZeros().toPlainString() + UNITS[unit];
  }
}
