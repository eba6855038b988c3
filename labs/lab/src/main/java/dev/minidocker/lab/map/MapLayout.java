package dev.minidocker.lab.map;

import dev.minidocker.lab.map.Drawing.Box;
import dev.minidocker.lab.map.Drawing.Point;
import dev.minidocker.lab.map.Drawing.Wire;
import dev.minidocker.lab.map.LinkView.FarEnd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where everything of a map is drawn. Pure. Namespaces stand side by side, and what wires they have
 * run in the gaps between them and below them, each in a lane of its own, so that none crosses a
 * box.
 */
final class MapLayout {
  private static final int MARGIN = 20;
  private static final int LANE = 8;

  /**
   * A wire before it is drawn: the left end first.
   *
   * @param from the left end's column
   * @param link its index there
   */
  private record Ends(int from, int link, int to, int other, boolean isPeer) {}

  private final MachineMap map;
  private final List<MapColumn> columns = new ArrayList<>();
  private final List<Ends> ends = new ArrayList<>();

  /** How many wires run in a gap; the gap i is left of the column i. */
  private final int[] lanes;

  private final List<Map<Integer, Box>> boxes = new ArrayList<>();
  private final int[] gaps;
  private int bottom;

  private MapLayout(MachineMap map) {
    this.map = map;
    map.namespaces().forEach(namespace -> columns.add(MapColumn.of(map, namespace)));
    if (!map.hidden().isEmpty()) {
      columns.add(MapColumn.ofRemarks(map.hidden()));
    }
    lanes = new int[columns.size() + 1];
    gaps = new int[columns.size() + 1];
  }

  static Drawing of(MachineMap map) {
    return new MapLayout(map).draw();
  }

  private Drawing draw() {
    findEnds();
    int x = 0;
    for (int i = 0; i < columns.size(); i++) {
      gaps[i] = x;
      x += gap(i);
      boxes.add(columns.get(i).boxes(x, MARGIN));
      x += columns.get(i).width();
      bottom = Math.max(bottom, MARGIN + columns.get(i).height());
    }
    gaps[columns.size()] = x;
    int width = x + gap(columns.size());
    List<Wire> wires = new ArrayList<>();
    int[] used = new int[lanes.length];
    int below = 0;
    for (Ends one : ends) {
      if (one.to() - one.from() > 1) {
        below++;
      }
      wires.add(wire(one, used, bottom + below * LANE));
    }
    List<Box> all = boxes.stream().flatMap(column -> column.values().stream()).toList();
    return new Drawing(width, bottom + below * LANE + MARGIN, all, wires);
  }

  /** As wide as its wires need, and never none. */
  private int gap(int i) {
    return 2 * MARGIN + lanes[i] * LANE;
  }

  private void findEnds() {
    Map<Long, Integer> places = new HashMap<>();
    for (int i = 0; i < map.namespaces().size(); i++) {
      places.put(map.namespaces().get(i).inode(), i);
    }
    for (int i = 0; i < map.namespaces().size(); i++) {
      for (LinkView link : map.namespaces().get(i).links()) {
        Optional<FarEnd> end = link.farEnd().filter(far -> isOnMap(far));
        if (end.isPresent()) {
          add(i, link.index(), places.get(end.get().namespace().get()), end.get());
        }
      }
    }
  }

  private boolean isOnMap(FarEnd end) {
    return end.namespace().flatMap(inode -> map.link(inode, end.index())).isPresent();
  }

  /** Of two ends that name each other, one wire. */
  private void add(int column, int index, int other, FarEnd end) {
    boolean turned = column > other || (column == other && index > end.index());
    Ends found =
        turned
            ? new Ends(other, end.index(), column, index, end.isPeer())
            : new Ends(column, index, other, end.index(), end.isPeer());
    if (ends.contains(found)) {
      return;
    }
    ends.add(found);
    lanes[found.from() + 1]++;
    if (found.to() - found.from() > 1) {
      lanes[found.to()]++;
    }
  }

  private Wire wire(Ends one, int[] used, int below) {
    Box left = boxes.get(one.from()).get(one.link());
    Box right = boxes.get(one.to()).get(one.other());
    List<Point> points = new ArrayList<>();
    int start = left.x() + left.width();
    int end = one.from() == one.to() ? right.x() + right.width() : right.x();
    int first = lane(one.from() + 1, used);
    points.add(new Point(start, middle(left)));
    points.add(new Point(first, middle(left)));
    if (one.to() - one.from() > 1) {
      int second = lane(one.to(), used);
      points.add(new Point(first, below));
      points.add(new Point(second, below));
      points.add(new Point(second, middle(right)));
    } else {
      points.add(new Point(first, middle(right)));
    }
    points.add(new Point(end, middle(right)));
    return new Wire(one.isPeer(), points);
  }

  private int lane(int gap, int[] used) {
    used[gap]++;
    return gaps[gap] + MARGIN + used[gap] * LANE - LANE / 2;
  }

  /** Of its first line. */
  private static int middle(Box box) {
    return box.y() + MapColumn.PADDING / 2 + MapColumn.LINE / 2;
  }
}
