package dev.minidocker.engine.network;

import dev.minidocker.image.ImageException;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.nftables.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one container has of networks and of the host's ports: written before it is used, so that it
 * can be given back by whoever finds the container dead.
 */
public record ConnectionRecord(List<ContainerEndpoint> endpoints, List<PublishedPort> ports) {
  static final ConnectionRecord NONE = new ConnectionRecord(List.of(), List.of());

  private static final String FILE = "network.json";
  private static final String LOCK = "network.lock";

  public ConnectionRecord {
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
  }

  /**
   * What is noted in a container's directory; nothing if somebody has damaged that. The container
   * can be removed then: who finds its addresses without it gives them back, and who wants its
   * ports takes them.
   */
  public static ConnectionRecord of(Path container) {
    Path file = container.resolve(FILE);
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    try {
      JsonFields fields = new JsonFields(Json.read(json, file.toString()), file.toString());
      return new ConnectionRecord(
          fields.objects("endpoints").stream().map(ContainerEndpoint::decode).toList(),
          fields.objects("ports").stream().map(ConnectionRecord::port).toList());
    } catch (ImageException | IllegalArgumentException e) {
      return NONE;
    }
  }

  /**
   * Does something while nobody else changes what is noted of a container that runs.
   *
   * @throws dev.minidocker.linux.ErrnoException ENOENT if its directory is gone
   */
  static <T> T locked(Path container, Supplier<T> action) {
    return FileLock.ofFile(container.resolve(LOCK), action);
  }

  /** The same with this endpoint. */
  ConnectionRecord with(ContainerEndpoint endpoint) {
    List<ContainerEndpoint> more = new ArrayList<>(endpoints);
    more.add(endpoint);
    return new ConnectionRecord(more, ports);
  }

  /** The same without an endpoint, and the ports that led there. */
  ConnectionRecord without(ContainerEndpoint endpoint, List<PublishedPort> gone) {
    return new ConnectionRecord(
        endpoints.stream().filter(one -> !one.equals(endpoint)).toList(),
        ports.stream().filter(port -> !gone.contains(port)).toList());
  }

  /** Notes it, or that there is nothing any more; at one moment, as others may be reading. */
  void write(Path container) {
    Path file = container.resolve(FILE);
    try {
      if (equals(NONE)) {
        Files.deleteIfExists(file);
      } else {
        Path unfinished = Files.write(container.resolve("." + FILE), encode());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private byte[] encode() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("endpoints", endpoints.stream().map(ContainerEndpoint::encode).toList());
    all.put("ports", ports.stream().map(ConnectionRecord::encode).toList());
    return Json.write(all);
  }

  private static Map<String, Object> encode(PublishedPort port) {
    Map<String, Object> all = new LinkedHashMap<>();
    port.hostAddress().map(InetAddress::getHostAddress).ifPresent(text -> all.put("host", text));
    all.put("hostPort", port.hostPort());
    all.put("container", port.containerAddress().getHostAddress());
    all.put("containerPort", port.containerPort());
    all.put("protocol", port.protocol().toString());
    return all;
  }

  private static PublishedPort port(JsonFields fields) {
    return new PublishedPort(
        Optional.of(fields.text("host")).filter(text -> !text.isEmpty()).map(IpPrefix::address),
        (int) fields.number("hostPort"),
        IpPrefix.address(fields.text("container")),
        (int) fields.number("containerPort"),
        Protocol.valueOf(fields.text("protocol").toUpperCase(Locale.ROOT)));
  }
}
