package dev.minidocker.engine.network;

import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import dev.minidocker.labs.net.IpPrefix;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A container of an overlay network, as other hosts have to know it.
 *
 * @param host the address by which its host ends tunnels
 */
record Peer(InetAddress host, ContainerEndpoint endpoint) {

  String encode() {
    Map<String, Object> all = Map.of("host", host.getHostAddress(), "endpoint", endpoint.encode());
    return new String(Json.write(all), StandardCharsets.UTF_8);
  }

  static Peer decode(String json, String what) {
    JsonFields fields =
        new JsonFields(Json.read(json.getBytes(StandardCharsets.UTF_8), what), what);
    return new Peer(
        IpPrefix.address(fields.text("host")), ContainerEndpoint.decode(fields.object("endpoint")));
  }
}
