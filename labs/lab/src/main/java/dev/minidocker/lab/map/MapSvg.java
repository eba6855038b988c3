package dev.minidocker.lab.map;

import dev.minidocker.lab.map.Drawing.Box;
import dev.minidocker.lab.map.Drawing.Label;
import dev.minidocker.lab.map.Drawing.Wire;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A drawing as SVG 1.1, in ASCII: all other letters are references to characters. Pure. It has no
 * scripts, and looks up nothing elsewhere. Each text is made exactly as long as its place, whatever
 * font there is.
 */
final class MapSvg {
  private static final String STYLE =
      """
      .paper{fill:#fff} text{fill:#222} rect{stroke:#666;rx:4px}
      .namespace{fill:#f4f4f0} .link{fill:#dcebf7} .bridge{fill:#f7e3c4} .remark{fill:none;stroke:none}
      .wire{fill:none;stroke:#b03060;stroke-width:2} .over{stroke-dasharray:6 4}
      .paper{stroke:none}
      @media (prefers-color-scheme:dark){
      .paper{fill:#111} text{fill:#eee} rect{stroke:#999}
      .namespace{fill:#222} .link{fill:#1d3a52} .bridge{fill:#5a4420} .remark{fill:none}
      .wire{stroke:#ff8fb0}}
      """;

  private MapSvg() {}

  static String of(Drawing drawing) {
    int width = drawing.width();
    int height = drawing.height();
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"
          font-family="monospace" font-size="15">
        <title>Network namespaces</title>
        <style>
        %3$s</style>
        <rect class="paper" width="%1$d" height="%2$d"/>
        """
            .formatted(width, height, STYLE));
    drawing.boxes().forEach(box -> add(box, svg));
    drawing.wires().forEach(wire -> add(wire, svg));
    return svg.append("</svg>\n").toString();
  }

  private static void add(Box box, StringBuilder svg) {
    svg.append(
        "<g><title>%s</title>\n<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n"
            .formatted(
                escaped(box.name()),
                box.kind().name().toLowerCase(Locale.ROOT),
                box.x(),
                box.y(),
                box.width(),
                box.height()));
    for (Label label : box.labels()) {
      String text = label.text().stripLeading();
      int indentation = MapColumn.letters(label.text()) - MapColumn.letters(text);
      if (!text.isEmpty()) {
        svg.append(
            "<text x=\"%d\" y=\"%d\" textLength=\"%d\" xml:space=\"preserve\">%s</text>\n"
                .formatted(
                    label.x() + indentation * MapColumn.LETTER,
                    label.y(),
                    MapColumn.letters(text) * MapColumn.LETTER,
                    escaped(text)));
      }
    }
    svg.append("</g>\n");
  }

  private static void add(Wire wire, StringBuilder svg) {
    String points =
        wire.points().stream()
            .map(point -> point.x() + "," + point.y())
            .collect(Collectors.joining(" "));
    svg.append("<polyline class=\"wire")
        .append(wire.isPeer() ? "" : " over")
        .append("\" points=\"")
        .append(points)
        .append("\"/>\n");
  }

  /** Text of XML 1.0; what may stand in none is a question mark. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (!isOfXml(c)) {
                escaped.append('?');
              } else if (c < ' ' || c > '~' || "<>&\"'".indexOf(c) >= 0) {
                escaped.append("&#").append(c).append(';');
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  /** The production Char of XML 1.0. */
  private static boolean isOfXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || (c >= 0x10000 && c <= 0x10ffff);
  }
}
