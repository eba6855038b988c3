package dev.minidocker.labs.net.model;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.linux.Errno;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What holds for network namespaces after any past. Names that begin with "new" are unused. */
enum Law {
  A_NAME_IS_UNIQUE_IN_ITS_NAMESPACE_AND_NOT_BEYOND {
    @Override
    boolean holds(NetModel model) {
      return allowed(model, veth(0, 1))
          && model.act(new Act.CreateBridge(0, NAME)).equals(Optional.of(Errno.EEXIST))
          && allowed(model, new Act.CreateBridge(2, NAME));
    }
  },
  A_PEER_DIES_WITH_ITS_PEER {
    @Override
    boolean holds(NetModel model) {
      return allowed(model, veth(0, 1))
          && allowed(model, new Act.Delete(0, NAME))
          && model.seen(1).links().stream().noneMatch(link -> link.name().equals(NAME));
    }
  },
  A_CARRIER_TAKES_BOTH_ENDS {
    @Override
    boolean holds(NetModel model) {
      return allowed(model, veth(0, 1))
          && allowed(model, new Act.SwitchOn(0, NAME))
          && !link(model, 0).carrier()
          && allowed(model, new Act.SwitchOn(1, NAME))
          && link(model, 0).carrier()
          && link(model, 1).carrier();
    }
  },
  A_MOVED_LINK_ARRIVES_DOWN_AND_WITHOUT_ADDRESSES {
    @Override
    boolean holds(NetModel model) {
      return allowed(model, veth(0, 1))
          && allowed(model, new Act.SwitchOn(0, NAME))
          && allowed(model, new Act.AddAddress(0, NAME, OWN))
          && allowed(model, new Act.Move(0, NAME, 2))
          && !link(model, 2).up()
          && link(model, 2).addresses().isEmpty();
    }
  },
  AN_ADDRESS_STAYS_ITS_ROUTE_DOES_NOT {
    @Override
    boolean holds(NetModel model) {
      return allowed(model, veth(0, 1))
          && allowed(model, new Act.AddAddress(0, NAME, OWN))
          && routesOfLink(model) == 0
          && allowed(model, new Act.SwitchOn(0, NAME))
          && routesOfLink(model) == 1
          && allowed(model, new Act.SwitchOff(0, NAME))
          && routesOfLink(model) == 0
          && link(model, 0).addresses().contains(OWN);
    }
  },
  THE_LONGEST_PREFIX_WINS {
    @Override
    boolean holds(NetModel model) {
      InetAddress gateway = IpPrefix.address("172.31.7.9");
      InetAddress far = IpPrefix.address("172.31.7.200");
      return allowed(model, veth(0, 1))
          && allowed(model, new Act.SwitchOn(0, NAME))
          && allowed(model, new Act.AddAddress(0, NAME, OWN))
          && model.wayTo(0, far).equals(Optional.of(new Sight.Way(Optional.empty(), NAME)))
          && allowed(model, new Act.AddRoute(0, IpPrefix.parse("172.31.7.128/25"), gateway))
          && model.wayTo(0, far).equals(Optional.of(new Sight.Way(Optional.of(gateway), NAME)));
    }
  },
  A_GATEWAY_MUST_BE_A_NEIGHBOUR {
    @Override
    boolean holds(NetModel model) {
      return model
          .act(new Act.AddRoute(0, OWN.network(), IpPrefix.address("172.31.7.9")))
          .equals(Optional.of(Errno.ENETUNREACH));
    }
  };

  private static final String NAME = "new";
  private static final IpPrefix OWN = IpPrefix.parse("172.31.7.1/24");

  abstract boolean holds(NetModel model);

  boolean holds(NetModel model, List<Act> past) {
    past.forEach(model::act);
    return holds(model);
  }

  private static boolean allowed(NetModel model, Act act) {
    return model.act(act).isEmpty();
  }

  private static Act veth(int network, int peersNetwork) {
    return new Act.CreateVeth(network, NAME, peersNetwork, NAME);
  }

  private static Sight.SeenLink link(NetModel model, int network) {
    return model.seen(network).links().stream()
        .filter(link -> link.name().equals(NAME))
        .findFirst()
        .orElseThrow();
  }

  private static long routesOfLink(NetModel model) {
    return model.seen(0).routes().stream().filter(route -> route.link().equals(NAME)).count();
  }
}
