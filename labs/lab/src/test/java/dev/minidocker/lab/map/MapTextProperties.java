package dev.minidocker.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.commandline.Printable;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MapTextProperties {

  @Property
  void everyLinkIsOnALineOfItsOwnBelowItsNamespace(@ForAll("maps") MachineMap map) {
    List<String> lines = MapText.of(map);
    int at = 0;
    for (NamespaceView namespace : map.namespaces()) {
      assertTrue(lines.get(at).startsWith(namespace.name()), lines.get(at));
      assertEquals(namespace.here(), lines.get(at).contains("you are here"));
      for (NamespaceView.Placed placed : namespace.tree()) {
        at++;
        String line = lines.get(at);
        String start = "  ".repeat(1 + placed.depth()) + Printable.of(placed.link().name());
        assertTrue(line.startsWith(start), () -> "no \"" + start + "\" in " + line);
        placed
            .link()
            .addresses()
            .forEach(address -> assertTrue(line.contains(Printable.of(address)), line));
      }
      do {
        at++;
      } while (at < lines.size() && !lines.get(at).startsWith("net:["));
    }
  }

  @Property
  void everyLinkStandsInTheTreeOnce(@ForAll("maps") MachineMap map) {
    for (NamespaceView namespace : map.namespaces()) {
      assertEquals(
          namespace.links().stream().map(LinkView::index).toList(),
          namespace.tree().stream().map(placed -> placed.link().index()).sorted().toList());
    }
  }

  @Property
  void noLineOrdersATerminalAbout(@ForAll("maps") MachineMap map) {
    for (String line : MapText.of(map)) {
      assertTrue(line.codePoints().allMatch(Printable::isShown), line);
    }
  }

  @Provide
  Arbitrary<MachineMap> maps() {
    return MapArbitraries.maps();
  }
}
