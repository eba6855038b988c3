package dev.minidocker.engine.network;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.BridgeNetwork;
import dev.minidocker.labs.networking.ipam.AddressPool;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network that containers share.
 *
 * @param id 64 hexadecimal digits
 * @param driver the name of the {@link NetworkDriver} that it has
 * @param pools where addresses come from: of IPv4, of IPv6, or of both
 * @param internal whether its containers reach nobody outside of it
 * @param bridge the name of its bridge; "" if it has none
 * @param options for the driver, by which it was made
 * @param createdMillis when it was made, in milliseconds since 1970
 */
public record Network(
    String id,
    String name,
    String driver,
    List<AddressPool> pools,
    boolean internal,
    String bridge,
    Map<String, String> options,
    Map<String, String> labels,
    long createdMillis) {

  /** The network that containers get who ask for none by name. */
  public static final String DEFAULT = "bridge";

  /** The driver whose networks are shared by several hosts. */
  public static final String OVERLAY = "overlay";

  /** The option that names the link of a new bridge, as docker calls it. */
  public static final String BRIDGE_NAME = "com.docker.network.bridge.name";

  public Network {
    pools = List.copyOf(pools);
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
  }

  /** The same, made by other options and with other labels. */
  Network with(Map<String, String> otherOptions, Map<String, String> otherLabels) {
    return new Network(
        id, name, driver, pools, internal, bridge, otherOptions, otherLabels, createdMillis);
  }

  /** Whether other hosts may have it too. */
  public boolean isShared() {
    return driver.equals(OVERLAY);
  }

  /** Containers of the default network do not know each other's names, as in docker. */
  public boolean hasNames() {
    return !name.equals(DEFAULT);
  }

  public List<IpPrefix> subnets() {
    return pools.stream().map(AddressPool::subnet).toList();
  }

  /** Where containers send what is for others; the addresses of the bridge, if there is one. */
  List<IpPrefix> gateways() {
    return pools.stream()
        .map(pool -> new IpPrefix(pool.gateway(), pool.subnet().length()))
        .toList();
  }

  /** What rules have to know of it. */
  BridgeNetwork rules() {
    return new BridgeNetwork(
        bridge, subnets(), internal ? BridgeNetwork.INTERNAL : BridgeNetwork.MASQUERADED);
  }

  byte[] encode() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", id);
    all.put("name", name);
    all.put("driver", driver);
    all.put("pools", pools.stream().map(Network::encode).toList());
    all.put("internal", internal);
    all.put("bridge", bridge);
    all.put("options", options);
    all.put("labels", labels);
    all.put("created", createdMillis);
    return Json.write(all);
  }

  private static Map<String, Object> encode(AddressPool pool) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("subnet", pool.subnet().toString());
    all.put("range", pool.range().toString());
    all.put("gateway", pool.gateway().getHostAddress());
    Map<String, Object> auxiliary = new LinkedHashMap<>();
    pool.auxiliary().forEach((name, address) -> auxiliary.put(name, address.getHostAddress()));
    all.put("auxiliary", auxiliary);
    return all;
  }

  static Network decode(byte[] json, String what) {
    JsonFields fields = new JsonFields(Json.read(json, what), what);
    String driver = fields.text("driver");
    if (!Ids.isWhole(fields.text("id"))) {
      throw new ImageException(what + " is damaged: 'id' is none");
    }
    return new Network(
        fields.text("id"),
        fields.text("name"),
        driver.isEmpty() ? BridgeDriver.NAME : driver, // there was only one at first
        fields.objects("pools").stream().map(Network::pool).toList(),
        fields.flag("internal"),
        fields.text("bridge"),
        texts(fields.object("options")),
        texts(fields.object("labels")),
        fields.number("created"));
  }

  private static Map<String, String> texts(JsonFields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.members().keySet().forEach(name -> texts.put(name, fields.text(name)));
    return texts;
  }

  private static AddressPool pool(JsonFields fields) {
    return AddressPool.of(
        IpPrefix.parse(fields.text("subnet")),
        Optional.of(IpPrefix.parse(fields.text("range"))),
        Optional.of(IpPrefix.address(fields.text("gateway"))),
        addresses(fields.object("auxiliary")));
  }

  private static Map<String, InetAddress> addresses(JsonFields fields) {
    Map<String, InetAddress> addresses = new LinkedHashMap<>();
    texts(fields).forEach((name, text) -> addresses.put(name, IpPrefix.address(text)));
    return addresses;
  }

  @Override
  public String toString() {
    return new String(encode(), StandardCharsets.UTF_8);
  }
}
