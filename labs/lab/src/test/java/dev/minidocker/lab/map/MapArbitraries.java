package dev.minidocker.lab.map;

import dev.minidocker.lab.map.LinkView.FarEnd;
import dev.minidocker.lab.map.LinkView.State;
import dev.minidocker.lab.map.NamespaceView.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Maps that no kernel need have made: with any names, and ends that lead anywhere. */
final class MapArbitraries {
  private static final List<String> HOSTILE =
      List.of(
          "<script>",
          "]]>",
          "&amp;",
          "\"'>",
          "--><!--",
          "\33[2J",
          "\u202egnp",
          "\uffff",
          "\ud800",
          "漢字",
          "é",
          "\ud83d\ude00",
          "a b",
          "   ",
          "\n",
          "eth0");

  private final Random random;

  private MapArbitraries(Random random) {
    this.random = random;
  }

  static Arbitrary<MachineMap> maps() {
    return Arbitraries.randoms().map(random -> new MapArbitraries(random).map());
  }

  private MachineMap map() {
    int count = 1 + random.nextInt(5);
    List<NamespaceView> namespaces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      namespaces.add(namespace(i, count));
    }
    return new MachineMap(namespaces, some(2));
  }

  private NamespaceView namespace(int which, int count) {
    Holders holders = new Holders();
    for (int i = random.nextInt(4); i > 0; i--) {
      holders.addProcess(i, text(), "/proc/" + i + "/ns/net");
      holders.addMount("/" + text(), "/");
      holders.addDescriptor(i, text(), "7", "/");
    }
    List<LinkView> links = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      links.add(0, link(i, count));
    }
    List<TableView> tables = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      tables.add(new TableView(text(), some(MapText.MOST_TRANSLATIONS + 5)));
    }
    return new NamespaceView(
        inode(which), random.nextBoolean(), holders, links, some(3), tables, some(2));
  }

  private LinkView link(int index, int count) {
    Optional<FarEnd> end =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new FarEnd(
                    random.nextBoolean(),
                    random.nextInt(5) == 0
                        ? Optional.empty()
                        : Optional.of(inode(random.nextInt(count + 1))),
                    random.nextInt(8)));
    return new LinkView(
        index,
        text(),
        random.nextBoolean() ? "bridge" : text(),
        List.of(State.values()).get(random.nextInt(State.values().length)),
        some(3),
        random.nextBoolean() ? Optional.of(1 + random.nextInt(7)) : Optional.empty(),
        end,
        random.nextBoolean() ? "" : text());
  }

  private static long inode(int which) {
    return 4_026_531_840L + which;
  }

  private List<String> some(int most) {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  /** Often short, and sometimes longer than any line. */
  private String text() {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(8) == 0 ? 40 : 1 + random.nextInt(3);
    for (int i = 0; i < parts; i++) {
      text.append(HOSTILE.get(random.nextInt(HOSTILE.size()))).append(random.nextInt(100));
    }
    return text.toString();
  }
}
