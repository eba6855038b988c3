package dev.minidocker.labs.unionfs.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.NAMESPACES)
class UnionModelIT {
  private static final int TRIES_TO_TELL = 2000;

  @Property(tries = 1000)
  void theKernelDoesWhatTheModelPredicts(
      @ForAll("sequences") List<Act> acts, @ForAll("mounters") Mounter mounter) throws IOException {
    compare(new UnionModel(mounter.rules()), predictable(acts, mounter), mounter);
  }

  /**
   * In a user namespace the kernel cannot note which file of a lower layer was copied up. As long
   * as it remembers a name from before the copy, it takes it for another file than the names that
   * were linked to it since, and answers ESTALE when one is renamed to another; when it has
   * forgotten, it does nothing, as rename(2) demands. Who can tell?
   */
  private static List<Act> predictable(List<Act> acts, Mounter mounter) {
    if (!mounter.inUserNamespace()) {
      return acts;
    }
    UnionModel model = new UnionModel(mounter.rules());
    List<Act> rest = new ArrayList<>();
    for (Act act : acts) {
      boolean uncertain =
          act instanceof Act.Rename rename
              && model.areTwoNamesOfOneFile(rename.from(), rename.to());
      if (!uncertain) {
        model.apply(act);
        rest.add(act);
      }
    }
    return rest;
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (Mounter mounter : Mounter.possible()) {
      Mutants.all()
          .forEach(
              (name, mutant) ->
                  telling(mutant, mounter)
                      .ifPresent(
                          acts ->
                              assertThrows(
                                  Throwable.class,
                                  () -> compare(mutant.apply(mounter.rules()), acts, mounter),
                                  () -> mounter + " agrees that " + name)));
    }
  }

  /** Acts that the mutant predicts wrongly; under some rules there are none. */
  private static Optional<List<Act>> telling(Function<Rules, UnionModel> mutant, Mounter mounter) {
    Rules rules = mounter.rules();
    return Acts.sequences()
        .sampleStream()
        .map(acts -> predictable(acts, mounter))
        .limit(TRIES_TO_TELL)
        .filter(
            acts -> !after(acts, mutant.apply(rules)).equals(after(acts, new UnionModel(rules))))
        .findFirst();
  }

  private static List<Object> after(List<Act> acts, UnionModel model) {
    List<Optional<Errno>> answers = acts.stream().map(model::apply).toList();
    return List.of(answers, model.seen(), model.upper());
  }

  private static void compare(UnionModel model, List<Act> acts, Mounter mounter)
      throws IOException {
    RealUnion union = new RealUnion(mounter.options(), mounter.inUserNamespace());
    Program program = union.program(acts, model).then(Sandbox.PAUSE);
    try (Sandbox sandbox = Sandbox.start(mounter.namespaces(), program)) {
      assertTrue(sandbox.awaitPause());
      assertEquals(text(model.seen()), seen(sandbox, RealUnion.MERGED, mounter));
      assertEquals(text(model.upper()), seen(sandbox, union.upper(), mounter));
    }
  }

  private static String seen(Sandbox sandbox, Path directory, Mounter mounter) throws IOException {
    Path outside = Path.of("/proc/" + sandbox.pid() + "/root" + directory);
    return text(new SeenTree(outside, mounter.attributes()).lines());
  }

  private static String text(List<String> lines) {
    return Stream.concat(lines.stream().sorted(), Stream.of("")).collect(Collectors.joining("\n"));
  }

  @Provide
  Arbitrary<List<Act>> sequences() {
    return Acts.sequences();
  }

  @Provide
  Arbitrary<Mounter> mounters() {
    return Arbitraries.of(Mounter.possible());
  }
}
