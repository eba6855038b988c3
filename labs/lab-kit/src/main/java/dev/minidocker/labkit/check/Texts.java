package dev.minidocker.labkit.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random texts of a few bytes, and simpler ones. */
public final class Texts {
  private static final List<String> SIMPLE = List.of("a", "é", "€");

  private Texts() {}

  /** One to {@code mostBytes} letters from a to z. */
  public static ForAll<String> ascii(int mostBytes) {
    return new ForAll<>(
        random -> letters(random, 1 + random.nextInt(mostBytes), 'a', 'z'), Texts::simpler);
  }

  /** Letters of many scripts, one to {@code mostBytes} bytes of UTF-8. */
  public static ForAll<String> unicode(int mostBytes) {
    return new ForAll<>(random -> mixed(random, 2 + random.nextInt(mostBytes - 1)), Texts::simpler);
  }

  private static String mixed(Random random, int mostBytes) {
    String text = "";
    while (true) {
      String longer = text + letters(random, 1, 0xc0, random.nextBoolean() ? 0x24f : 0x9fa5);
      if (longer.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
        return text.isEmpty() ? "é" : text;
      }
      text = longer;
    }
  }

  private static String letters(Random random, int count, int first, int last) {
    StringBuilder text = new StringBuilder();
    while (text.length() < count) {
      int letter = first + random.nextInt(last - first + 1);
      if (Character.isLetter(letter)) {
        text.appendCodePoint(letter);
      }
    }
    return text.toString();
  }

  private static List<String> simpler(String text) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < text.length() && text.length() > 1; i++) {
      all.add(text.substring(0, i) + text.substring(i + 1));
    }
    for (int i = 0; i < text.length(); i++) {
      int known = SIMPLE.indexOf(text.substring(i, i + 1));
      for (String letter : SIMPLE.subList(0, known < 0 ? SIMPLE.size() : known)) {
        all.add(text.substring(0, i) + letter + text.substring(i + 1));
      }
    }
    return all;
  }
}
