package dev.minidocker.labs.networking.model;

import dev.minidocker.labs.networking.model.Packet.Place;
import java.util.Optional;

/** What holds for address translation after any past. */
enum Law {
  A_CONTAINER_APPEARS_AS_THE_HOST {
    @Override
    boolean holds(NatModel model, Place container, Place outside, int port) {
      Optional<Packet> out = model.pass(new Packet(container, outside));
      return out.isPresent()
          && out.get().source().address().equals(Flows.HOST)
          && out.get().destination().equals(outside);
    }
  },
  AN_ANSWER_COMES_BACK_FROM_WHOM_WAS_ASKED {
    @Override
    boolean holds(NatModel model, Place container, Place outside, int port) {
      Packet asked = new Packet(container, outside);
      Optional<Packet> answered = model.pass(asked).map(Packet::answer).flatMap(model::pass);
      model.publish(port, container);
      Packet knocked = new Packet(outside, new Place(Flows.HOST, port));
      return answered.equals(Optional.of(asked.answer()))
          && model
              .pass(knocked)
              .map(Packet::answer)
              .flatMap(model::pass)
              .equals(Optional.of(knocked.answer()));
    }
  },
  A_FLOW_STAYS_WHERE_IT_BEGAN {
    @Override
    boolean holds(NatModel model, Place container, Place outside, int port) {
      model.publish(port, container);
      Packet knocked = new Packet(outside, new Place(Flows.HOST, port));
      Optional<Packet> first = model.pass(knocked);
      model.withdraw(port);
      return first.isPresent() && first.equals(model.pass(knocked));
    }
  },
  TWO_FLOWS_ARE_NEVER_TAKEN_FOR_ONE {
    @Override
    boolean holds(NatModel model, Place container, Place outside, int port) {
      Place neighbour = new Place(Flows.neighbourOf(container.address()), container.port());
      Optional<Packet> one = model.pass(new Packet(container, outside));
      Optional<Packet> other = model.pass(new Packet(neighbour, outside));
      return one.isPresent() && other.isPresent() && !one.equals(other);
    }
  },
  WHAT_IS_NOT_PUBLISHED_IS_NOT_REACHED {
    @Override
    boolean holds(NatModel model, Place container, Place outside, int port) {
      model.withdraw(port);
      Place stranger = new Place(outside.address() + "9", outside.port());
      return model.pass(new Packet(stranger, new Place(Flows.HOST, port))).isEmpty()
          && model.pass(new Packet(stranger, container)).isEmpty();
    }
  };

  abstract boolean holds(NatModel model, Place container, Place outside, int port);
}
