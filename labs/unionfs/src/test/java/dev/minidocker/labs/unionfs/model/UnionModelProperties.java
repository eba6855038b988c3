package dev.minidocker.labs.unionfs.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Errno;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UnionModelProperties {
  private static final int TRIES_TO_KILL = 5000;

  @Property(tries = 1000)
  void everyActKeepsToEveryLaw(
      @ForAll("sequences") List<Act> acts, @ForAll Rules rules, @ForAll Law law) {
    assertTrue(law.holdsFor(() -> new UnionModel(rules), acts), law.name());
  }

  @Example
  void everyMutantBreaksALaw() {
    Mutants.all()
        .forEach(
            (name, mutant) ->
                assertTrue(
                    sequences()
                        .sampleStream()
                        .limit(TRIES_TO_KILL)
                        .anyMatch(acts -> breaks(() -> mutant.apply(Rules.METACOPY), acts)),
                    "no law notices that " + name));
  }

  private static boolean breaks(Supplier<UnionModel> mutant, List<Act> acts) {
    return Arrays.stream(Law.values()).anyMatch(law -> !law.holdsFor(mutant, acts));
  }

  /** Here even hard links do not show: they stay together. */
  @Property(tries = 1000)
  void layersOfAufsDoNotShow(@ForAll("sequences") List<Act> acts) {
    UnionModel one = new AufsModel();
    UnionModel layered = new AufsModel();
    for (Act act : acts) {
      Optional<Errno> answer = layered.apply(act);
      if (answer.equals(Optional.of(Errno.EXDEV))) {
        return;
      }
      assertTrue(act instanceof Act.Commit || one.apply(act).equals(answer), act::toString);
    }
    assertEquals(withoutCounts(one), withoutCounts(layered));
  }

  private static List<String> withoutCounts(UnionModel model) {
    return model.seen().stream().map(line -> line.replaceAll("links=\\d+", "")).toList();
  }

  @Property(tries = 1000)
  void whatIsDeletedInAufsIsAFile(@ForAll("sequences") List<Act> acts) {
    AufsModel aufs = new AufsModel();
    UnionModel overlay = new UnionModel(Rules.PLAIN);
    Stream<Act> noLinks = acts.stream().filter(act -> !(act instanceof Act.Link));
    noLinks.forEach(
        act -> {
          aufs.apply(act);
          overlay.apply(act);
        });
    assertEquals(overlay.seen(), aufs.seen());
    assertEquals(
        overlay.upper().stream().map(UnionModelProperties::asInAnImage).sorted().toList(),
        aufs.upper().stream().filter(line -> !line.endsWith(AufsUnion.OPAQUE)).sorted().toList());
  }

  private static String asInAnImage(String line) {
    return line.replace(Line.OPAQUE, "").replaceAll("([^/]+) whiteout$", AufsUnion.WHITEOUT + "$1");
  }

  @Example
  void namesOfAufsItselfAreRefused() {
    assertEquals(
        Optional.of(Errno.EPERM), new AufsModel().apply(new Act.Create(AufsUnion.WHITEOUT + "a")));
  }

  @Provide
  Arbitrary<List<Act>> sequences() {
    return Acts.sequences();
  }
}
