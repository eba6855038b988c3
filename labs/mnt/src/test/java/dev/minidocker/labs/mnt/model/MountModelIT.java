package dev.minidocker.labs.mnt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.mnt.Starter;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.NAMESPACES)
class MountModelIT {

  @Property(tries = 1000)
  void theKernelDoesWhatTheModelPredicts(
      @ForAll("sequences") List<Action> actions, @ForAll("starters") Starter starter) {
    MountModel model = RealMounts.modelOfThisKernel();
    List<MountView> real = RealMounts.run(starter.program(), actions, model);
    assertEquals(lines(model.view()), lines(real));
  }

  private static String lines(List<MountView> mounts) {
    return mounts.stream().map(MountView::toString).collect(Collectors.joining("\n"));
  }

  @Provide
  Arbitrary<List<Action>> sequences() {
    return ActionArbitraries.sequences();
  }

  @Provide
  Arbitrary<Starter> starters() {
    return Arbitraries.of(Starter.possible());
  }
}
