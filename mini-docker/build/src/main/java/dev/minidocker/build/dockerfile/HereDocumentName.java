package dev.minidocker.build.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What announces a here-document: {@code <<NAME}, {@code <<-NAME}, {@code <<"NAME"}.
 *
 * @param stripTabs whether tabs at the beginning of its lines are left out: {@code <<-}
 * @param expand whether variables in it are replaced: the name is not quoted
 */
record HereDocumentName(String name, boolean stripTabs, boolean expand) {
  /** At the beginning of a word, perhaps behind the number of a file descriptor. */
  private static final Pattern ANNOUNCED =
      Pattern.compile(
          "(?<!\\S)\\d*<<(-?)(?:\"([\\w.][\\w.-]*)\"|'([\\w.][\\w.-]*)'|([\\w.][\\w.-]*))(?=\\s|$|[;|&>)])");

  static List<HereDocumentName> allIn(String text) {
    List<HereDocumentName> names = new ArrayList<>();
    Matcher found = ANNOUNCED.matcher(text);
    while (found.find()) {
      boolean bare = found.group(4) != null;
      String quoted = found.group(2) != null ? found.group(2) : found.group(3);
      names.add(
          new HereDocumentName(bare ? found.group(4) : quoted, !found.group(1).isEmpty(), bare));
    }
    return names;
  }

  /** The text without its announcements. */
  static String removedFrom(String text) {
    return ANNOUNCED.matcher(text).replaceAll("").strip();
  }

  static boolean isAnnouncedBy(String word) {
    return ANNOUNCED.matcher(word).matches();
  }
}
