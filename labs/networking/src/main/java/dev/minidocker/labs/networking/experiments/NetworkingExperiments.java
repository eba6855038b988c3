package dev.minidocker.labs.networking.experiments;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.networking.NetworkingMechanism;
import java.util.List;

/**
 * What there is to see of the modes of networks. Every call makes up new names, addresses and
 * ports.
 *
 * <p>The machine's own network takes no part: a network namespace plays the host, another one the
 * world.
 */
public final class NetworkingExperiments {
  private final NetMechanism links;
  private final NetworkingMechanism rules;

  /**
   * @param links connects containers to bridges
   * @param rules says which rules a host needs; a learner's own, perhaps
   */
  public NetworkingExperiments(NetMechanism links, NetworkingMechanism rules) {
    this.links = links;
    this.rules = rules;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(
        new BridgeExperiment(links).experiment(),
        new MasqueradeExperiment(links, rules).experiment(),
        new PublishedExperiment(links, rules).experiment(),
        new LoopbackExperiment(links).experiment(),
        new IsolationExperiment(links, rules).experiment(),
        new NamesExperiment().experiment(),
        new ContainerExperiment().experiment(),
        new ConntrackExperiment(links, rules).experiment(),
        new OverlayExperiment().experiment(),
        new MacvlanExperiment().experiment());
  }
}
