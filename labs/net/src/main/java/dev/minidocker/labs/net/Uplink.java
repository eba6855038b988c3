package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Request;
import java.util.Optional;

/** What of the host a container's link leads to. */
public sealed interface Uplink {

  /**
   * A bridge, by a veth pair whose other end becomes a port of it.
   *
   * @param outside the host's end of the pair
   * @param bridge the index of the bridge
   * @param mtuBytes the longest packet of both ends; empty leaves it at the kernel's 1500
   * @param reflects whether what comes out of it may go back there, {@link Links#reflect}
   */
  record Bridge(String outside, int bridge, Optional<Integer> mtuBytes, boolean reflects)
      implements Uplink {
    public Bridge {
      NewLink.checked(outside);
      checked(bridge);
    }

    public Bridge(String outside, int bridge) {
      this(outside, bridge, Optional.empty());
    }

    public Bridge(String outside, int bridge, Optional<Integer> mtuBytes) {
      this(outside, bridge, mtuBytes, false);
    }

    public Bridge reflecting() {
      return new Bridge(outside, bridge, mtuBytes, true);
    }
  }

  /** The wire of a link of the host, on which the container's link stands. */
  sealed interface Wire extends Uplink {

    /** The index of that link, in the host. */
    int parent();

    /** What makes a link in another namespace, for a host that has the parent. */
    Request create(NewLink link, TargetNamespace namespace);
  }

  /** With a hardware address of its own on the wire. */
  record Macvlan(int parent, MacvlanMode mode) implements Wire {
    public Macvlan {
      checked(parent);
    }

    @Override
    public Request create(NewLink link, TargetNamespace namespace) {
      return StackedLinks.createMacvlan(link, parent, mode, namespace);
    }
  }

  /** With the parent's hardware address. */
  record Ipvlan(int parent, IpvlanMode mode) implements Wire {
    public Ipvlan {
      checked(parent);
    }

    @Override
    public Request create(NewLink link, TargetNamespace namespace) {
      return StackedLinks.createIpvlan(link, parent, mode, namespace);
    }
  }

  private static void checked(int index) {
    if (index <= 0) {
      throw new IllegalArgumentException("what a link leads to has an index of 1 or more");
    }
  }
}
