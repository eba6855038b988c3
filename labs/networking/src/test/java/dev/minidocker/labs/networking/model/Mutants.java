package dev.minidocker.labs.networking.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Misunderstandings of address translation. The laws must tell each from the truth. */
final class Mutants {
  private Mutants() {}

  static List<Supplier<NatModel>> all() {
    return List.of(
        EveryPacketMeetsTheRules::new,
        AnswersAreNotTranslated::new,
        PortsNeverCollide::new,
        AContainerAppearsAsItIs::new);
  }

  private abstract static class Mutant extends NatModel {
    Mutant() {
      super(Flows.HOST, Flows.all());
    }
  }

  private static final class EveryPacketMeetsTheRules extends Mutant {
    @Override
    protected Optional<Packet> remembered(Packet packet) {
      return Optional.empty();
    }
  }

  private static final class AnswersAreNotTranslated extends Mutant {
    @Override
    public Optional<Packet> pass(Packet packet) {
      boolean answer = packet.destination().address().equals(Flows.HOST);
      Optional<Packet> known = remembered(packet);
      return answer && known.isPresent() ? Optional.of(packet) : super.pass(packet);
    }
  }

  private static final class PortsNeverCollide extends Mutant {
    @Override
    protected boolean isTaken(Packet out) {
      return false;
    }
  }

  private static final class AContainerAppearsAsItIs extends NatModel {
    AContainerAppearsAsItIs() {
      super(Flows.HOST, Set.of());
    }
  }
}
