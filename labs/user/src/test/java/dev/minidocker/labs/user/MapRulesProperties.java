package dev.minidocker.labs.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What we refuse as a map, the kernel refuses with EINVAL, and nothing else. */
@Requires(Need.USER_NAMESPACES)
class MapRulesProperties {

  @Property(tries = 500)
  void whatHasAFlawIsInvalidForTheKernel(@ForAll("maps") UidMap map) {
    assertEquals(MapRules.flaw(map).isPresent(), isInvalid(map));
  }

  @Property(tries = 100)
  void soManyRangesAreAMap(
      @ForAll @IntRange(min = 330, max = 350) int ranges, @ForAll @IntRange(max = 1) int wide) {
    List<Range> lines = new ArrayList<>();
    for (int i = 0; i < ranges; i++) {
      lines.add(new Range(2L * i + 1000L * wide, 2L * i, 1));
    }
    UidMap map = new UidMap(lines);
    assertEquals(MapRules.flaw(map).isPresent(), isInvalid(map));
  }

  @Property
  void whatIsNoMapIsNoConfiguration(@ForAll("maps") UidMap map) {
    UidMap other = UidMap.single(0, 0);
    if (MapRules.flaw(map).isPresent()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new UserConfig(map, other, UserConfig.Writer.STARTER));
      assertThrows(
          IllegalArgumentException.class,
          () -> new UserConfig(other, map, UserConfig.Writer.NEWIDMAP));
    } else {
      assertEquals(map, new UserConfig(map, other, UserConfig.Writer.STARTER).users());
    }
  }

  /** The kernel looks at the form before it looks at who writes, so anybody can try. */
  private static boolean isInvalid(UidMap map) {
    try (Sandbox sandbox = Sandbox.startUnmapped(Set.of(), Sandbox.PAUSE)) {
      sandbox.awaitPause();
      new StarterAct.Write("uid_map", map.toString()).perform(sandbox.pid());
      return false;
    } catch (ErrnoException e) {
      return e.errno() == Errno.EINVAL;
    }
  }

  @Provide
  Arbitrary<UidMap> maps() {
    Arbitrary<Long> small = Arbitraries.longs().between(0, 9);
    Arbitrary<Long> border = small.map(id -> MapRules.NO_ID - id);
    Arbitrary<Long> ids = Arbitraries.oneOf(small, small, border);
    Arbitrary<Long> counts = Arbitraries.of(0L, 1L, 1L, 2L, 3L, 7L, 0x7fff_ffffL, MapRules.NO_ID);
    return Combinators.combine(ids, ids, counts)
        .as(Range::new)
        .list()
        .ofMaxSize(4)
        .map(UidMap::new);
  }
}
