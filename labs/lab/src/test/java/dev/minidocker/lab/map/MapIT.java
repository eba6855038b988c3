package dev.minidocker.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.minidocker.lab.map.LinkView.FarEnd;
import dev.minidocker.lab.map.LinkView.State;
import dev.minidocker.lab.map.Wiring.Place;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LeavesNothing;
import dev.minidocker.labkit.testing.Requires;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the map says of namespaces that ip(8) wired at random is what ip(8) says in each. */
@Requires(
    value = Need.NAMESPACES,
    programs = {"ip", "unshare", "nsenter"})
@ExtendWith(LeavesNothing.class)
class MapIT {
  private static final int ATTEMPTS = 50;
  private static final List<String> TUNNEL = List.of("id", "group", "remote", "local", "port");
  private static final List<String> MODE = List.of("mode");

  @RepeatedTest(5)
  void theMapSaysWhatIpSaysInEachNamespace() throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    try (Wiring wiring = new Wiring(new Random(seed))) {
      List<Set<String>> theirs = ip(wiring);
      MachineMap map = MapReader.read();
      // a bridge has its carrier, and an address its prefix route, some time later
      for (int i = 0; i < ATTEMPTS && !theirs.equals(ip(wiring)); i++) {
        theirs = ip(wiring);
        map = MapReader.read();
      }
      List<Set<String>> ours = new ArrayList<>();
      for (PlayedNamespace namespace : wiring.namespaces) {
        NamespaceView view = namespace.on(map);
        Set<String> lines = new TreeSet<>();
        view.links().forEach(link -> lines.add(line(view, link)));
        view.routes().forEach(route -> lines.add("route " + route));
        ours.add(lines);
      }
      assertEquals(theirs, ours, () -> "seed " + seed);
      for (Place place : wiring.farEnds.keySet()) {
        assertEquals(
            wiring.farEnds.get(place), farEnd(wiring, map, place), () -> place + ", seed " + seed);
      }
      assertDrawn(wiring, map);
    }
  }

  private static String line(NamespaceView view, LinkView link) {
    return String.join(
        " ",
        "" + link.index(),
        link.name(),
        link.kind(),
        link.state() == State.DOWN ? "down" : "up",
        "carrier " + (link.state() == State.UP),
        link.bridge().map(master -> name(view, master)).orElse("-"),
        new TreeSet<>(link.addresses()).toString(),
        link.detail());
  }

  private static String name(NamespaceView view, int index) {
    return view.links().stream()
        .filter(link -> link.index() == index)
        .map(LinkView::name)
        .findFirst()
        .orElseThrow();
  }

  private static Place farEnd(Wiring wiring, MachineMap map, Place place) throws Exception {
    LinkView link =
        wiring.namespaces.get(place.where()).on(map).links().stream()
            .filter(one -> one.name().equals(place.name()))
            .findFirst()
            .orElseThrow();
    FarEnd end = link.farEnd().orElseThrow(() -> new AssertionError("no far end: " + link));
    assertEquals(link.kind().equals("veth"), end.isPeer());
    long inode = end.namespace().orElseThrow();
    for (int i = 0; i < wiring.namespaces.size(); i++) {
      if (wiring.namespaces.get(i).inode() == inode) {
        return new Place(i, map.link(inode, end.index()).orElseThrow().name());
      }
    }
    throw new AssertionError("it leads elsewhere: " + end);
  }

  private static void assertDrawn(Wiring wiring, MachineMap map) throws Exception {
    String text = String.join("\n", MapText.of(map));
    String svg = MapSvg.of(MapLayout.of(map));
    for (PlayedNamespace namespace : wiring.namespaces) {
      assertTrue(text.contains("net:[" + namespace.inode() + "]: process " + namespace.pid()));
      for (LinkView link : namespace.on(map).links()) {
        assertTrue(text.contains(link.name()), text);
        assertTrue(svg.contains("<title>" + MapSvg.escaped(link.name()) + "</title>"), svg);
      }
    }
  }

  private static List<Set<String>> ip(Wiring wiring) throws Exception {
    List<Set<String>> all = new ArrayList<>();
    for (PlayedNamespace namespace : wiring.namespaces) {
      Set<String> lines = new TreeSet<>();
      for (JsonObject link : json(namespace, "ip", "-j", "-d", "address")) {
        lines.add(line(link));
      }
      for (String version : new String[] {"-4", "-6"}) {
        namespace
            .run("ip", version, "route", "show", "default")
            .lines()
            .map(route -> route.replaceAll(" (proto|pref|onlink|linkdown|dead) ?\\w*", "").strip())
            .forEach(route -> lines.add("route " + route.replaceAll(" +", " ")));
      }
      all.add(lines);
    }
    return all;
  }

  private static List<JsonObject> json(PlayedNamespace namespace, String... command)
      throws Exception {
    return JsonParser.parseString(namespace.run(command)).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(object -> !object.keySet().isEmpty())
        .toList();
  }

  private static String line(JsonObject link) {
    List<String> flags =
        link.getAsJsonArray("flags").asList().stream().map(JsonElement::getAsString).toList();
    Optional<String> kind =
        Optional.ofNullable(link.getAsJsonObject("linkinfo"))
            .flatMap(info -> text(info, "info_kind"));
    boolean loopback = flags.contains("LOOPBACK");
    Set<String> addresses =
        link.getAsJsonArray("addr_info").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .flatMap(
                address ->
                    Stream.of(
                        address.get("local").getAsString()
                            + "/"
                            + address.get("prefixlen").getAsString()))
            .collect(Collectors.toCollection(TreeSet::new));
    return String.join(
        " ",
        link.get("ifindex").getAsString(),
        link.get("ifname").getAsString(),
        kind.orElse(loopback ? "loopback" : "device"),
        flags.contains("UP") ? "up" : "down",
        "carrier " + (flags.contains("UP") && flags.contains("LOWER_UP")),
        text(link, "master").orElse("-"),
        addresses.toString(),
        detail(link));
  }

  /** What is particular about a VXLAN and a macvlan, in the order in which the map has it. */
  private static String detail(JsonObject link) {
    List<String> words = new ArrayList<>();
    JsonObject info = link.getAsJsonObject("linkinfo");
    if (info != null && info.has("info_data")) {
      JsonObject data = info.getAsJsonObject("info_data");
      boolean tunnel = text(info, "info_kind").equals(Optional.of("vxlan"));
      for (String field : tunnel ? TUNNEL : MODE) {
        text(data, field)
            .ifPresent(value -> words.add(field.replace("port", "dstport") + " " + value));
      }
    }
    return String.join(" ", words);
  }

  private static Optional<String> text(JsonObject object, String field) {
    return object.has(field) ? Optional.of(object.get(field).getAsString()) : Optional.empty();
  }
}
