package dev.minidocker.lab.map;

import dev.minidocker.commandline.Printable;
import dev.minidocker.lab.map.Drawing.Box;
import dev.minidocker.lab.map.Drawing.Kind;
import dev.minidocker.lab.map.Drawing.Label;
import dev.minidocker.lab.map.NamespaceView.Placed;
import dev.minidocker.lab.map.NamespaceView.TableView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The box of one namespace, and what is in it, one below the other. */
final class MapColumn {
  /** How wide a letter of the font is, and how far its lines are apart. */
  static final int LETTER = 9;

  static final int LINE = 20;
  static final int PADDING = 12;

  private static final int INDENTATION = 2 * PADDING;
  private static final int BASE = 15; // from the top of a line to where letters stand
  private static final int MOST_LETTERS = 46;
  private static final int DEEPEST = 10;

  /**
   * A part of the column.
   *
   * @param index of the link that it is; 0 of plain text
   */
  private record Part(Kind kind, int index, String name, int depth, List<String> lines) {}

  private final List<Part> parts = new ArrayList<>();
  private final String name;
  private final Kind kind;

  private MapColumn(Kind kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  static MapColumn of(MachineMap map, NamespaceView namespace) {
    MapColumn column = new MapColumn(Kind.NAMESPACE, namespace.name());
    List<String> head = new ArrayList<>(List.of(MapText.title(namespace)));
    head.addAll(namespace.holders().texts());
    column.text(head);
    for (Placed placed : namespace.tree()) {
      column.link(map, namespace, placed);
    }
    column.text(namespace.routes());
    for (TableView table : namespace.translations()) {
      List<String> lines = new ArrayList<>(List.of("table " + table.name() + " translates"));
      MapText.some(table).forEach(text -> lines.add("  " + text));
      column.text(lines);
    }
    column.text(namespace.refusals().stream().map(text -> "not shown: " + text).toList());
    return column;
  }

  static MapColumn ofRemarks(List<String> remarks) {
    MapColumn column = new MapColumn(Kind.REMARK, "not shown");
    column.text(remarks.stream().map(text -> "not shown: " + text).toList());
    return column;
  }

  private void link(MachineMap map, NamespaceView namespace, Placed placed) {
    LinkView link = placed.link();
    List<String> lines = new ArrayList<>();
    lines.add(link.name() + "  " + link.kind() + " " + link.state());
    lines.addAll(link.addresses());
    link.farEnd().ifPresent(end -> lines.add(MapText.farEnd(map, namespace.inode(), end)));
    if (!link.detail().isEmpty()) {
      lines.add(link.detail());
    }
    Kind shape = link.kind().equals("bridge") ? Kind.BRIDGE : Kind.LINK;
    parts.add(new Part(shape, link.index(), link.name(), placed.depth(), folded(lines)));
  }

  private void text(List<String> lines) {
    if (!lines.isEmpty()) {
      parts.add(new Part(kind, 0, "", 0, folded(lines)));
    }
  }

  /** Lines of at most so many letters, broken at spaces where there are any. */
  static List<String> folded(List<String> lines) {
    List<String> folded = new ArrayList<>();
    for (String line : lines) {
      String rest = Printable.of(line);
      int indented = rest.length() - rest.stripLeading().length();
      String indentation = " ".repeat(Math.min(DEEPEST, indented + 2));
      while (letters(rest) > MOST_LETTERS) {
        int most = rest.offsetByCodePoints(0, MOST_LETTERS);
        int space = rest.lastIndexOf(' ', most);
        int end = space > most / 2 ? space : most;
        folded.add(rest.substring(0, end).stripTrailing());
        rest = indentation + rest.substring(end).stripLeading();
      }
      folded.add(rest);
    }
    return folded;
  }

  static int letters(String text) {
    return text.codePointCount(0, text.length());
  }

  private static int width(Part part) {
    int letters = part.lines().stream().mapToInt(MapColumn::letters).max().orElse(0);
    int inner = part.index() == 0 ? 0 : 2 * PADDING;
    return part.depth() * INDENTATION + letters * LETTER + inner;
  }

  int width() {
    return 2 * PADDING + parts.stream().mapToInt(MapColumn::width).max().orElse(0);
  }

  private static int height(Part part) {
    return part.lines().size() * LINE + (part.index() == 0 ? 0 : PADDING);
  }

  int height() {
    return parts.stream().mapToInt(part -> height(part) + PADDING).sum() + PADDING;
  }

  /** Its boxes, the outer first; those of links by their indices. */
  Map<Integer, Box> boxes(int x, int y) {
    Map<Integer, Box> boxes = new LinkedHashMap<>();
    List<Label> labels = new ArrayList<>();
    boxes.put(0, new Box(kind, name, x, y, width(), height(), List.of()));
    int top = y + PADDING;
    for (Part part : parts) {
      if (part.index() == 0) {
        labels.addAll(labels(part, x + PADDING, top));
      } else {
        int left = x + PADDING + part.depth() * INDENTATION;
        List<Label> inside = labels(part, left + PADDING, top + PADDING / 2);
        int width = x + width() - PADDING - left;
        boxes.put(
            part.index(),
            new Box(part.kind(), part.name(), left, top, width, height(part), inside));
      }
      top += height(part) + PADDING;
    }
    boxes.put(0, new Box(kind, name, x, y, width(), height(), labels));
    return boxes;
  }

  private static List<Label> labels(Part part, int x, int top) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < part.lines().size(); i++) {
      labels.add(new Label(part.lines().get(i), x, top + i * LINE + BASE));
    }
    return labels;
  }
}
