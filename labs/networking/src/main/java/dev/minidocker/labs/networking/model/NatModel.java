package dev.minidocker.labs.networking.model;

import dev.minidocker.labs.networking.model.Packet.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A host between containers and the world. The first packet of a flow meets the rules; what they
 * decide is remembered for all others, and undone for their answers. This is what the kernel's
 * connection tracking does for a chain of type nat.
 *
 * <p>What it leaves out: when a flow is forgotten.
 */
public class NatModel {
  private static final int LAST_PORT = 0xffff;

  private final String host;
  private final Set<String> containers;
  private final Map<Integer, Place> published = new HashMap<>();

  /** What a packet becomes, for both directions of each flow. */
  private final Map<Packet, Packet> flows = new HashMap<>();

  /**
   * A host that has seen no packet yet.
   *
   * @param host its address outside
   * @param containers the addresses that appear outside as the host's
   */
  public NatModel(String host, Set<String> containers) {
    this.host = host;
    this.containers = new TreeSet<>(containers);
  }

  /** A port of the host leads to a place of a container, for flows that begin from now on. */
  public void publish(int port, Place container) {
    published.put(port, container);
  }

  /** It does not any more; flows that began go on. */
  public void withdraw(int port) {
    published.remove(port);
  }

  /**
   * What comes out of the host when this comes in; nothing if it is for the host itself, or for a
   * container that nobody may ask.
   */
  public Optional<Packet> pass(Packet packet) {
    Optional<Packet> known = remembered(packet);
    if (known.isEmpty() && isUnasked(packet)) {
      return Optional.empty();
    }
    Packet out = known.orElseGet(() -> begin(packet));
    return out.destination().address().equals(host) ? Optional.empty() : Optional.of(out);
  }

  /** From outside to a container, past the host's ports: it is dropped, and not remembered. */
  private boolean isUnasked(Packet packet) {
    return containers.contains(packet.destination().address())
        && !containers.contains(packet.source().address());
  }

  /**
   * What is not translated is remembered too: a port that is published later is too late for it.
   */
  private Packet begin(Packet packet) {
    Packet out = postrouting(packet.source(), prerouting(packet.destination()));
    remember(packet, out);
    return out;
  }

  protected Optional<Packet> remembered(Packet packet) {
    return Optional.ofNullable(flows.get(packet));
  }

  /** An answer to what went out is an answer to what came in. */
  protected void remember(Packet in, Packet out) {
    flows.put(in, out);
    flows.put(out.answer(), in.answer());
  }

  private Place prerouting(Place destination) {
    return destination.address().equals(host)
        ? published.getOrDefault(destination.port(), destination)
        : destination;
  }

  /**
   * A source whose answers would be taken for those of another flow gets another port, the kernel's
   * at random.
   */
  private Packet postrouting(Place source, Place destination) {
    String address = containers.contains(source.address()) ? host : source.address();
    Packet out = new Packet(new Place(address, source.port()), destination);
    for (int port = LAST_PORT; isTaken(out); port--) {
      out = new Packet(new Place(address, port), destination);
    }
    return out;
  }

  /** Whether an answer to this would belong to another flow. */
  protected boolean isTaken(Packet out) {
    return flows.containsKey(out.answer());
  }
}
