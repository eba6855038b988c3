package dev.minidocker.labs.networking;

import dev.minidocker.linux.netlink.Request;
import java.util.List;

/**
 * Which rules a host needs for its networks. Pure: what it returns is committed as one batch, from
 * outside by {@code Nftables}, from inside by {@code NftablesProgram}.
 *
 * <p>Protocol: first {@link #create}; then {@link #connect} and {@link #publish} and their
 * opposites, in any order; at last {@link #delete}.
 */
public interface NetworkingMechanism {

  /** What all networks share. EEXIST: it is there; whoever made it made all of it. */
  List<Request> create();

  /**
   * Removes all of it. Flows that were translated are so no longer, unless another table has chains
   * of type nat: the last of them takes the translating with it.
   */
  List<Request> delete();

  /**
   * A network whose containers reach each other, and the world as it allows. EEXIST: a network has
   * this bridge, or one of its subnets overlaps with another's.
   */
  List<Request> connect(BridgeNetwork network);

  /** Removes what {@link #connect} of the same network made. ENOENT: it is not there. */
  List<Request> disconnect(BridgeNetwork network);

  /** Ports lead to containers. EEXIST: one of them leads elsewhere already. */
  List<Request> publish(List<PublishedPort> ports);

  /**
   * The same ports do not any more; connections that came so far go on until they end. ENOENT: one
   * of them does not.
   */
  List<Request> withdraw(List<PublishedPort> ports);
}
