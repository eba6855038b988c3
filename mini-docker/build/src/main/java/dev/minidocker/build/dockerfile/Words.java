package dev.minidocker.build.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Cuts text into words at white space that is neither quoted nor escaped; quotes stay in. */
final class Words {
  private Words() {}

  static List<String> split(String text, char escape) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        int end = end(text, at, escape);
        words.add(text.substring(at, end));
        at = end;
      }
    }
    return words;
  }

  /** Where the word ends that begins here; quotes that are not closed go on to the end. */
  private static int end(String text, int begin, char escape) {
    char quote = 0;
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == escape && quote != '\'') {
        i++; // whatever it is
      } else if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (Character.isWhitespace(c)) {
        return i;
      }
    }
    return text.length();
  }
}
