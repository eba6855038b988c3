package dev.minidocker.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.image.json.Json;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.ipam.AddressPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;

class NetworkProperties {

  @Property
  void whatIsWrittenIsRead(
      @ForAll @AlphaChars String name,
      @ForAll @AlphaChars String driver,
      @ForAll @Size(max = 4) Map<String, String> options,
      @ForAll @Size(max = 4) Map<String, String> labels,
      @ForAll boolean internal) {
    Network network = network(name, driver + "x", options, labels, internal);
    assertEquals(network, Network.decode(network.encode(), "a network"));
  }

  /** As descriptions were before there was a second driver. */
  @Example
  void aNetworkOfWhichNoDriverIsNotedIsABridge() {
    Network network = network("red", BridgeDriver.NAME, Map.of(), Map.of("a", "b"), true);
    Map<String, Object> old = Json.read(network.encode(), "a network");
    old.remove("driver");
    old.remove("options");
    assertEquals(network, Network.decode(Json.write(old), "an older network"));
  }

  private static Network network(
      String name,
      String driver,
      Map<String, String> options,
      Map<String, String> labels,
      boolean internal) {
    AddressPool pool =
        AddressPool.of(
            IpPrefix.parse("10.1.0.0/16"),
            Optional.empty(),
            Optional.empty(),
            Map.of("router", IpPrefix.address("10.1.0.77")));
    return new Network(
        "0".repeat(64), name, driver, List.of(pool), internal, "md-0", options, labels, 17);
  }
}
