package dev.minidocker.engine.network;

import dev.minidocker.image.ImageException;
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

  /**
   * Reads what another host wrote.
   *
   * @param key under which it was
   * @throws NetworkException if that is none
   */
  static Peer decode(String json, String key) {
    try {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      JsonFields fields = new JsonFields(Json.read(bytes, key), key);
      Peer peer =
          new Peer(
              IpPrefix.address(fields.text("host")),
              ContainerEndpoint.decode(fields.object("endpoint")));
      if (peer.endpoint().hardware().isPresent()) {
        return peer;
      }
    } catch (ImageException | IllegalArgumentException e) {
      throw damaged(key, e);
    }
    throw damaged(key, null);
  }

  private static NetworkException damaged(String key, Exception cause) {
    return new NetworkException(
        "what etcd has at " + key + " is no container of mini-docker. Remove that key", cause);
  }
}
