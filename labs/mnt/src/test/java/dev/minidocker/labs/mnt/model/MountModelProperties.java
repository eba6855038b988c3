package dev.minidocker.labs.mnt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MountModelProperties {

  @Property(tries = 1000)
  void theKernelDoesWhatTheModelPredicts(@ForAll("sequences") List<Action> actions) {
    MountModel model = new MountModel();
    actions.forEach(model::apply);
    List<MountView> real = RealMounts.run(dev.minidocker.labs.mnt.Starter.ROOT.program(), actions);
    assertEquals(
        String.join("\n", model.view().stream().map(Object::toString).toList()),
        String.join("\n", real.stream().map(Object::toString).toList()));
  }

  @Provide
  Arbitrary<List<Action>> sequences() {
    return ActionArbitraries.sequences();
  }
}
