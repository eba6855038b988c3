package dev.minidocker.labs.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labs.user.SubordinateIds.Grant;
import dev.minidocker.linux.proc.UidMap;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class SubordinateIdsProperties {

  @Property
  void parsingTheWrittenFormReturnsTheGrants(@ForAll("grants") List<Grant> grants) {
    String file =
        grants.stream()
            .map(grant -> grant.user() + ":" + grant.first() + ":" + grant.count() + "\n")
            .collect(Collectors.joining());
    assertEquals(grants, SubordinateIds.parse(file).grants());
  }

  @Property
  void anyTextIsReadWithoutComplaint(@ForAll String text) {
    SubordinateIds.parse(text).of(text, 0).below(0);
  }

  @Property
  void rootIsOneselfAndTheOthersFollowWithoutAGap(
      @ForAll("grants") List<Grant> grants, @ForAll @LongRange(max = 70_000) long self) {
    UidMap map = new SubordinateIds(grants).of("me", 7).below(self);
    assertEquals(UidMap.Range.class, map.ranges().get(0).getClass());
    assertEquals(new UidMap.Range(0, self, 1), map.ranges().get(0));
    long count = map.ranges().stream().mapToLong(UidMap.Range::count).sum();
    for (long id : new long[] {0, count / 2, count - 1}) {
      assertEquals(1, map.ranges().stream().filter(range -> has(range, id)).count());
    }
    long granted =
        grants.stream()
            .filter(grant -> List.of("me", "7").contains(grant.user()))
            .mapToLong(Grant::count)
            .sum();
    assertEquals(granted + 1, count);
  }

  @Example
  void linesThatSayNothingAreSkipped() {
    String file = "# comment\n\nme:1\nme:x:9\nme:10:5:3\n me:100:5 \nyou:1:1\n";
    assertEquals(List.of(new Grant("me", 100, 5)), SubordinateIds.parse(file).of("me", 7).grants());
  }

  private static boolean has(UidMap.Range range, long id) {
    return id >= range.inside() && id < range.inside() + range.count();
  }

  @Provide
  Arbitrary<List<Grant>> grants() {
    return Combinators.combine(
            Arbitraries.of("me", "you", "7", "8"),
            Arbitraries.longs().between(0, 1 << 20),
            Arbitraries.longs().between(1, 1 << 17))
        .as(Grant::new)
        .list()
        .ofMaxSize(6);
  }
}
