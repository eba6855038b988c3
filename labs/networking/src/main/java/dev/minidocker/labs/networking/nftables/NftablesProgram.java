package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import java.util.List;

/**
 * Changes from inside: steps by which a process changes the tables of the network that it is in.
 */
public final class NftablesProgram {
  private NftablesProgram() {}

  /**
   * Has all of it done at one moment, or nothing; a refusal ends the program, as a {@code sendto}
   * that failed. Needs CAP_NET_ADMIN.
   *
   * @param name with which the names of the steps begin; unique in the program
   */
  public static Program commit(String name, List<Request> changes) {
    return changes.isEmpty()
        ? Program.EMPTY
        : Program.of(NetlinkProgram.open(name, NetlinkSocket.NETLINK_NETFILTER))
            .then(
                NetlinkProgram.transactAndClose(
                    name, Nftables.begin(Fields.NONE), changes, Nftables.end()));
  }
}
