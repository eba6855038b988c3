package dev.minidocker.labs.net.model;

import dev.minidocker.linux.Errno;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Misunderstandings of network namespaces. The laws must tell each from the truth. */
final class Mutants {
  private Mutants() {}

  static List<Supplier<NetModel>> all() {
    return List.of(
        ThePeerSurvives::new,
        NamesAreGlobal::new,
        AMovedLinkStaysUp::new,
        AddressesGoWhenItIsSwitchedOff::new,
        RoutesStayWhenItIsSwitchedOff::new,
        TheFirstRouteIsTaken::new,
        ACableNeedsOneEnd::new);
  }

  private static final class ThePeerSurvives extends NetModel {
    @Override
    protected void delete(Link link) {
      if (link.peer != null) {
        switchOff(link);
        links.remove(link);
      } else {
        super.delete(link);
      }
    }
  }

  private static final class NamesAreGlobal extends NetModel {
    @Override
    protected Optional<Link> find(int network, String name) {
      return links.stream().filter(link -> link.name.equals(name)).findFirst();
    }
  }

  private static final class AMovedLinkStaysUp extends NetModel {
    @Override
    protected Optional<Errno> move(Link link, int to) {
      boolean up = link.up;
      Optional<Errno> refusal = super.move(link, to);
      link.up = up;
      return refusal;
    }
  }

  private static final class AddressesGoWhenItIsSwitchedOff extends NetModel {
    @Override
    protected void switchOff(Link link) {
      super.switchOff(link);
      link.addresses.clear();
    }
  }

  private static final class RoutesStayWhenItIsSwitchedOff extends NetModel {
    @Override
    protected void switchOff(Link link) {
      link.up = false;
    }
  }

  private static final class TheFirstRouteIsTaken extends NetModel {
    @Override
    protected Optional<Route> longest(List<Route> candidates) {
      return candidates.stream().findFirst();
    }
  }

  private static final class ACableNeedsOneEnd extends NetModel {
    @Override
    protected boolean hasCarrier(Link link) {
      return link.up && link.peer != null;
    }
  }
}
