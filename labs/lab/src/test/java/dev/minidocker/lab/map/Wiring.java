package dev.minidocker.lab.map;

import dev.minidocker.labkit.Need;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One to three network namespaces, and links between them that ip(8) made at random. */
final class Wiring implements AutoCloseable {
  private static final String LETTERS = "abc019_.-+<>&\"';|$é漢";

  /**
   * A link of a namespace.
   *
   * @param where which of the namespaces
   */
  record Place(int where, String name) {}

  private final Random random;
  final List<PlayedNamespace> namespaces = new ArrayList<>();

  /** Where links lead, as they were asked for. */
  final Map<Place, Place> farEnds = new HashMap<>();

  private int made;

  Wiring(Random random) throws Exception {
    this.random = random;
    namespaces.add(PlayedNamespace.make());
    for (int i = random.nextInt(3); i > 0; i--) {
      namespaces.add(namespaces.get(0).another());
    }
    List<Place> bridges = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      bridges.add(add(place(), "type", "bridge"));
    }
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      addPair(bridges);
    }
    addStanding();
  }

  /** A new name; they have no more than 15 bytes. */
  private Place place() {
    StringBuilder name = new StringBuilder("md" + made++);
    for (int i = random.nextInt(4); i > 0; i--) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new Place(random.nextInt(namespaces.size()), name.toString());
  }

  private String run(Place place, String... command) throws Exception {
    return namespaces.get(place.where()).run(command);
  }

  private Place add(Place place, String... kind) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip", "link", "add", "name", place.name()));
    command.addAll(List.of(kind));
    run(place, command.toArray(String[]::new));
    dress(place);
    return place;
  }

  private void addPair(List<Place> bridges) throws Exception {
    Place one = place();
    Place other = place();
    String there = "" + namespaces.get(other.where()).pid();
    add(one, "type", "veth", "peer", "name", other.name(), "netns", there);
    dress(other);
    farEnds.put(one, other);
    farEnds.put(other, one);
    for (Place bridge : bridges) {
      if (bridge.where() == one.where() && random.nextBoolean()) {
        run(one, "ip", "link", "set", "dev", one.name(), "master", bridge.name());
      }
    }
  }

  /** Links that stand on others, where the kernel has them; some go to another namespace. */
  private void addStanding() throws Exception {
    Place parent = add(place(), "type", "bridge");
    if (Need.VXLAN.missing().isEmpty()) {
      Place tunnel = new Place(parent.where(), "mdvx");
      String id = "" + random.nextInt(1 << 24);
      String address = "10.0.0." + random.nextInt(256);
      String other = random.nextBoolean() ? "remote" : "local";
      String port = "" + (1 + random.nextInt(65535));
      String[] kind = {"type", "vxlan", "id", id, other, address, "dstport", port};
      List<String> words = new ArrayList<>(List.of(kind));
      words.addAll(List.of("dev", parent.name()));
      add(tunnel, words.toArray(String[]::new));
      farEnds.put(tunnel, parent);
    }
    if (Need.MACVLAN.missing().isEmpty()) {
      Place standing = new Place(parent.where(), "mdmac");
      add(standing, "link", parent.name(), "type", "macvlan", "mode", "private");
      Place moved = new Place(random.nextInt(namespaces.size()), standing.name());
      String there = "" + namespaces.get(moved.where()).pid();
      run(standing, "ip", "link", "set", "dev", standing.name(), "netns", there);
      farEnds.put(moved, parent);
    }
  }

  /** Addresses, and perhaps a default route; some are switched on. */
  private void dress(Place place) throws Exception {
    String name = place.name();
    if (random.nextBoolean()) {
      run(place, "ip", "link", "set", "dev", name, "up");
    }
    if (random.nextBoolean()) {
      String network = "10." + random.nextInt(256) + "." + made + ".";
      run(place, "ip", "address", "add", network + "1/24", "dev", name);
      namespaces
          .get(place.where()) // refused while it is down
          .attempt("ip", "route", "add", "default", "via", network + "2", "metric", "" + made);
    }
    if (random.nextBoolean()) {
      run(place, "ip", "address", "add", "fd00:" + made + "::1/64", "dev", name, "nodad");
    }
  }

  @Override
  public void close() throws IOException {
    for (PlayedNamespace namespace : namespaces) {
      namespace.close();
    }
  }
}
