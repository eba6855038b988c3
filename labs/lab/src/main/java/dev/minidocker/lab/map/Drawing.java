package dev.minidocker.lab.map;

import java.util.List;

/**
 * What is on a picture, where: the origin is the upper left corner, a unit is a pixel.
 *
 * @param boxes in the order in which they are drawn; one that is inside of another comes later
 */
record Drawing(int width, int height, List<Box> boxes, List<Wire> wires) {

  /** What a box stands for. */
  enum Kind {
    NAMESPACE,
    LINK,
    BRIDGE,
    /** What could not be seen. */
    REMARK
  }

  /**
   * A rectangle with text in it.
   *
   * @param name what it stands for
   */
  record Box(Kind kind, String name, int x, int y, int width, int height, List<Label> labels) {

    Box {
      labels = List.copyOf(labels);
    }
  }

  /**
   * A line of text.
   *
   * @param y of its base line
   */
  record Label(String text, int x, int y) {}

  /** A corner of a wire. */
  record Point(int x, int y) {}

  /**
   * What joins two links, in lines that are level or upright.
   *
   * @param isPeer whether it joins two ends of the same kind
   */
  record Wire(boolean isPeer, List<Point> points) {

    Wire {
      points = List.copyOf(points);
    }
  }

  Drawing {
    boxes = List.copyOf(boxes);
    wires = List.copyOf(wires);
  }
}
