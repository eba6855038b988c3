package dev.minidocker.labs.net.model;

import dev.minidocker.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of some acts.
 *
 * @param refusals of each act, if it was refused
 * @param sights of each network at the end
 * @param ways how packets leave each network to each destination, at the end
 */
record History(List<Optional<Errno>> refusals, List<Sight> sights, List<Optional<Sight.Way>> ways) {

  /** As the model has it. */
  static History of(NetModel model, List<Act> acts) {
    List<Optional<Errno>> refusals = acts.stream().map(model::act).toList();
    List<Sight> sights = new ArrayList<>();
    List<Optional<Sight.Way>> ways = new ArrayList<>();
    for (int i = 0; i < Acts.NETWORKS; i++) {
      int network = i;
      sights.add(model.seen(network));
      Acts.DESTINATIONS.forEach(destination -> ways.add(model.wayTo(network, destination)));
    }
    return new History(refusals, sights, ways);
  }
}
