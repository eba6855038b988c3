package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.ForeignTables;
import dev.minidocker.labs.networking.nftables.Chain.Base;
import dev.minidocker.labs.networking.nftables.Hook;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.labs.networking.nftables.Ruleset;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.Request;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Has a network's packets pass in the tables of others, where those have a place for such rules.
 * Methods throw {@link ErrnoException} if the kernel refuses.
 */
final class OtherTables {
  private static final int ATTEMPTS = 20;

  private final Nftables tables;
  private ForeignTables seen; // until there was something to change

  OtherTables(Nftables tables) {
    this.tables = tables;
  }

  /** Whether {@link #admit} would change nothing. */
  boolean haveAdmitted(Network network) {
    return seen().admit(network.rules()).isEmpty();
  }

  /** Puts the network's rules where others have a place for them. */
  void admit(Network network) {
    commit(this::forwarding, others -> others.admit(network.rules()));
  }

  /** Removes them, as far as they are there. */
  void withdraw(Network network) {
    commit(this::all, others -> others.withdraw(network.rules()));
  }

  /** What drops the network's packets all the same, a line each. */
  List<String> warnings(Network network) {
    return DroppedPackets.warnings(network, seen().dropping(network.rules()));
  }

  private ForeignTables seen() {
    if (seen == null) {
      seen = forwarding();
    }
    return seen;
  }

  private void commit(
      Supplier<ForeignTables> listing, Function<ForeignTables, List<Request>> changes) {
    for (int attempt = 1; ; attempt++) {
      ForeignTables others = listing.get();
      List<Request> wanted = changes.apply(others);
      try {
        if (!wanted.isEmpty()) {
          tables.commitIfUnchanged(others.listed().generation(), wanted);
        }
        seen = null; // here or by somebody else, they have been changed
        return;
      } catch (ErrnoException e) {
        if (e.errno() != Errno.ERESTART || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private ForeignTables all() {
    return new ForeignTables(tables.ruleset());
  }

  /** The same, or nothing where only our own table looks at what is forwarded. */
  private ForeignTables forwarding() {
    long chains =
        tables.chains().stream()
            .flatMap(chain -> chain.base().map(Base::hook).stream())
            .filter(Hook.FORWARD::equals)
            .count();
    return chains > 1 ? all() : new ForeignTables(new Ruleset(0, List.of()));
  }
}
