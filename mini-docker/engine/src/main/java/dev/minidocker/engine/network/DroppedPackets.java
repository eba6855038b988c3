package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.ForeignChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What it means for a network that chains of others drop what it forwards, and what to do. */
final class DroppedPackets {
  /** Whether the forward hook is asked about packets between neighbours too. */
  private static final Path NEIGHBOURS4 = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");

  private static final Path NEIGHBOURS6 = Path.of("/proc/sys/net/bridge/bridge-nf-call-ip6tables");

  private DroppedPackets() {}

  /** A line for each chain; none for a network that does not mind. */
  static List<String> warnings(Network network, List<ForeignChain> chains) {
    boolean neighbours = !chains.isEmpty() && (isOn(NEIGHBOURS4) || isOn(NEIGHBOURS6));
    if (network.internal() && !neighbours) {
      return List.of();
    }
    return chains.stream().map(chain -> warning(network, chain, neighbours)).toList();
  }

  private static String warning(Network network, ForeignChain chain, boolean neighbours) {
    return "network "
        + network.name()
        + ": "
        + chain
        + " drops what is forwarded: its containers "
        + (network.internal()
            ? "do not reach one another"
            : "reach this host" + (neighbours ? "" : " and one another") + ", and nobody else")
        + ". Have it pass with: "
        + remedy(chain, network)
        + (network.internal() ? "" : ", or use --network host");
  }

  /** Who keeps a table by a program of one's own wants to be asked by that. */
  private static String remedy(ForeignChain chain, Network network) {
    String bridge = network.bridge();
    if (chain.table().table().name().equals("firewalld")) {
      return "firewall-cmd --zone=trusted --add-interface=" + bridge;
    } else if (chain.table().chains().stream()
        .anyMatch(one -> one.chain().name().startsWith("ufw"))) {
      return "ufw route allow in on " + bridge + " && ufw route allow out on " + bridge;
    }
    String insert = "insert rule " + chain.place();
    return network.internal()
        ? "nft '" + insert + " iifname \"" + bridge + "\" oifname \"" + bridge + "\" accept'"
        : "nft '"
            + String.join(
                "; ",
                insert + " iifname \"" + bridge + "\" accept",
                insert + " oifname \"" + bridge + "\" accept")
            + "'";
  }

  private static boolean isOn(Path setting) {
    try {
      return Files.readString(setting).strip().equals("1");
    } catch (NoSuchFileException e) {
      return false; // the kernel has no such question
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + setting, e);
    }
  }
}
