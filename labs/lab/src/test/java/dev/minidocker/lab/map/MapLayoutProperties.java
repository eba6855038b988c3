package dev.minidocker.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.lab.map.Drawing.Box;
import dev.minidocker.lab.map.Drawing.Kind;
import dev.minidocker.lab.map.Drawing.Label;
import dev.minidocker.lab.map.Drawing.Point;
import dev.minidocker.lab.map.Drawing.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MapLayoutProperties {

  @Property
  void everyNamespaceAndEveryLinkHasABox(@ForAll("maps") MachineMap map) {
    Drawing drawing = MapLayout.of(map);
    for (NamespaceView namespace : map.namespaces()) {
      Box outer =
          drawing.boxes().stream()
              .filter(box -> box.kind() == Kind.NAMESPACE && box.name().equals(namespace.name()))
              .reduce((one, other) -> fail())
              .orElseThrow();
      assertEquals(
          namespace.links().stream().map(LinkView::name).sorted().toList(),
          drawing.boxes().stream()
              .filter(box -> !box.equals(outer) && isInside(box, outer))
              .map(Box::name)
              .sorted()
              .toList());
    }
  }

  private static Box fail() {
    throw new AssertionError("two boxes for one namespace");
  }

  @Property
  void boxesAreOutsideOfEachOtherOrALinkIsInItsNamespace(@ForAll("maps") MachineMap map) {
    List<Box> boxes = MapLayout.of(map).boxes();
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = i + 1; j < boxes.size(); j++) {
        Box first = boxes.get(i);
        Box later = boxes.get(j);
        boolean nested = first.kind() == Kind.NAMESPACE && isInside(later, first);
        assertTrue(nested || areApart(first, later), () -> first + " and " + later);
      }
    }
  }

  @Property
  void everythingIsOnTheSheet(@ForAll("maps") MachineMap map) {
    Drawing drawing = MapLayout.of(map);
    Box sheet =
        new Box(Kind.REMARK, "", 0, 0, drawing.width(), drawing.height(), new ArrayList<>());
    drawing.boxes().forEach(box -> assertTrue(isInside(box, sheet), box::toString));
    for (Wire wire : drawing.wires()) {
      for (Point point : wire.points()) {
        assertTrue(point.x() > 0 && point.x() < sheet.width(), wire::toString);
        assertTrue(point.y() > 0 && point.y() < sheet.height(), wire::toString);
      }
    }
  }

  @Property
  void aTextIsInsideOfItsBoxAndOutsideOfAnyOther(@ForAll("maps") MachineMap map) {
    List<Box> boxes = MapLayout.of(map).boxes();
    for (Box box : boxes) {
      for (Label label : box.labels()) {
        Box place = place(label);
        assertTrue(isInside(place, box), () -> label + " in " + box);
        boxes.stream()
            .filter(other -> !other.equals(box) && isInside(other, box))
            .forEach(other -> assertTrue(areApart(place, other), () -> label + " in " + other));
      }
    }
  }

  /** What a line of text takes. */
  private static Box place(Label label) {
    int width = Math.max(1, MapColumn.letters(label.text()) * MapColumn.LETTER);
    int height = MapColumn.LINE - 1;
    return new Box(Kind.LINK, "", label.x(), label.y() - 15, width, height, new ArrayList<>());
  }

  @Property
  void aWireJoinsTwoLinksAndCrossesNone(@ForAll("maps") MachineMap map) {
    Drawing drawing = MapLayout.of(map);
    List<Box> links =
        drawing.boxes().stream()
            .filter(box -> box.kind() == Kind.LINK || box.kind() == Kind.BRIDGE)
            .toList();
    for (Wire wire : drawing.wires()) {
      List<Point> points = wire.points();
      assertTrue(links.stream().anyMatch(box -> touches(points.get(0), box)), wire::toString);
      Point last = points.get(points.size() - 1);
      assertTrue(links.stream().anyMatch(box -> touches(last, box)), wire::toString);
      for (int i = 1; i < points.size(); i++) {
        Box line = line(points.get(i - 1), points.get(i));
        links.forEach(box -> assertTrue(areApart(line, box), () -> wire + " crosses " + box));
      }
    }
  }

  @Property
  void noTwoWiresRunInOneLane(@ForAll("maps") MachineMap map) {
    List<Integer> upright = new ArrayList<>();
    for (Wire wire : MapLayout.of(map).wires()) {
      Set<Integer> ofThis = wire.points().stream().map(Point::x).collect(Collectors.toSet());
      ofThis.remove(wire.points().get(0).x());
      ofThis.remove(wire.points().get(wire.points().size() - 1).x());
      upright.addAll(ofThis);
    }
    assertEquals(upright.size(), new HashSet<>(upright).size(), upright::toString);
  }

  @Property
  void thereIsAWireForEveryEndThatIsOnTheMap(@ForAll("maps") MachineMap map) {
    boolean any =
        map.namespaces().stream()
            .flatMap(namespace -> namespace.links().stream())
            .flatMap(link -> link.farEnd().stream())
            .anyMatch(end -> end.namespace().flatMap(i -> map.link(i, end.index())).isPresent());
    assertEquals(any, !MapLayout.of(map).wires().isEmpty());
  }

  private static Box line(Point one, Point other) {
    int x = Math.min(one.x(), other.x());
    int y = Math.min(one.y(), other.y());
    int width = Math.abs(one.x() - other.x());
    int height = Math.abs(one.y() - other.y());
    assertFalse(width > 0 && height > 0, "a wire is level or upright");
    return new Box(Kind.LINK, "", x, y, width, height, new ArrayList<>());
  }

  private static boolean touches(Point point, Box box) {
    return (point.x() == box.x() || point.x() == box.x() + box.width())
        && point.y() > box.y()
        && point.y() < box.y() + box.height();
  }

  private static boolean isInside(Box inner, Box outer) {
    return inner.x() >= outer.x()
        && inner.y() >= outer.y()
        && inner.x() + inner.width() <= outer.x() + outer.width()
        && inner.y() + inner.height() <= outer.y() + outer.height();
  }

  /** They may touch. */
  private static boolean areApart(Box one, Box other) {
    return one.x() + one.width() <= other.x()
        || other.x() + other.width() <= one.x()
        || one.y() + one.height() <= other.y()
        || other.y() + other.height() <= one.y();
  }

  @Provide
  Arbitrary<MachineMap> maps() {
    return MapArbitraries.maps();
  }
}
