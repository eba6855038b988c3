package dev.minidocker.engine.network;

import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.BridgeNetwork;
import dev.minidocker.labs.networking.ipam.AddressPool;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network whose containers meet at a bridge of the host.
 *
 * @param id 64 hexadecimal digits
 * @param pools where addresses come from: of IPv4, of IPv6, or of both
 * @param internal whether its containers reach nobody outside of it
 * @param bridge the name of the link
 * @param createdMillis when it was made, in milliseconds since 1970
 */
public record Network(
    String id,
    String name,
    List<AddressPool> pools,
    boolean internal,
    String bridge,
    Map<String, String> labels,
    long createdMillis) {

  /** The network that containers get who ask for none by name. */
  public static final String DEFAULT = "bridge";

  public Network {
    pools = List.copyOf(pools);
    labels = Map.copyOf(labels);
  }

  /** Containers of the default network do not know each other's names, as in docker. */
  public boolean hasNames() {
    return !name.equals(DEFAULT);
  }

  public List<IpPrefix> subnets() {
    return pools.stream().map(AddressPool::subnet).toList();
  }

  /** The addresses of the bridge, at which containers find the host. */
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
    all.put("pools", pools.stream().map(Network::encode).toList());
    all.put("internal", internal);
    all.put("bridge", bridge);
    all.put("labels", labels);
    all.put("created", createdMillis);
    return Json.write(all);
  }

  private static Map<String, Object> encode(AddressPool pool) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("subnet", pool.subnet().toString());
    all.put("range", pool.range().toString());
    all.put("gateway", pool.gateway().getHostAddress());
    return all;
  }

  static Network decode(byte[] json, String what) {
    JsonFields fields = new JsonFields(Json.read(json, what), what);
    JsonFields labels = fields.object("labels");
    Map<String, String> texts = new LinkedHashMap<>();
    labels.members().keySet().forEach(label -> texts.put(label, labels.text(label)));
    return new Network(
        fields.text("id"),
        fields.text("name"),
        fields.objects("pools").stream().map(Network::pool).toList(),
        fields.flag("internal"),
        fields.text("bridge"),
        texts,
        fields.number("created"));
  }

  private static AddressPool pool(JsonFields fields) {
    return AddressPool.of(
        IpPrefix.parse(fields.text("subnet")),
        Optional.of(IpPrefix.parse(fields.text("range"))),
        Optional.of(IpPrefix.address(fields.text("gateway"))));
  }

  @Override
  public String toString() {
    return new String(encode(), StandardCharsets.UTF_8);
  }
}
