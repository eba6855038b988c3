package dev.minidocker.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.lab.map.Drawing.Label;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The picture, as the JDK's XML parser reads it. */
class MapSvgProperties {

  @Property(tries = 100)
  void aParserReadsTheTextsThatWereDrawn(@ForAll("maps") MachineMap map) throws Exception {
    Drawing drawing = MapLayout.of(map);
    List<String> drawn =
        drawing.boxes().stream()
            .flatMap(box -> box.labels().stream())
            .map(Label::text)
            .map(text -> text.stripLeading().replaceAll("[\\x{fffe}\\x{ffff}]", "?"))
            .filter(text -> !text.isEmpty())
            .toList();
    List<String> read = new ArrayList<>();
    NodeList texts = parsed(drawing).getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      read.add(texts.item(i).getTextContent());
    }
    assertEquals(drawn, read);
  }

  @Property(tries = 100)
  void thereIsNothingThatCouldAct(@ForAll("maps") MachineMap map) throws Exception {
    Set<String> names = new TreeSet<>();
    Set<String> attributes = new TreeSet<>();
    NodeList all = parsed(MapLayout.of(map)).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      names.add(element.getTagName());
      for (int j = 0; j < element.getAttributes().getLength(); j++) {
        attributes.add(element.getAttributes().item(j).getNodeName());
      }
    }
    assertTrue(
        Set.of("svg", "title", "style", "g", "rect", "text", "polyline").containsAll(names),
        names::toString);
    assertTrue(
        attributes.stream().noneMatch(name -> name.startsWith("on") || name.endsWith("href")),
        attributes::toString);
  }

  @Property(tries = 100)
  void everyWireIsALine(@ForAll("maps") MachineMap map) throws Exception {
    Drawing drawing = MapLayout.of(map);
    NodeList lines = parsed(drawing).getElementsByTagName("polyline");
    assertEquals(drawing.wires().size(), lines.getLength());
  }

  private static Document parsed(Drawing drawing) throws Exception {
    byte[] svg = MapSvg.of(drawing).getBytes(StandardCharsets.US_ASCII);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  @Provide
  Arbitrary<MachineMap> maps() {
    return MapArbitraries.maps();
  }
}
