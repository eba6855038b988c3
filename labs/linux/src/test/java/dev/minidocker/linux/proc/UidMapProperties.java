package dev.minidocker.linux.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;

class UidMapProperties {

  @Property
  void parsingTheWrittenFormReturnsTheMap(@ForAll("maps") UidMap map) {
    assertEquals(map, UidMap.parse(map.toString()));
  }

  @Property
  void thereAndBackIsTheSameId(@ForAll("maps") UidMap map, @ForAll @LongRange(max = 400) long id) {
    map.toOutside(id)
        .ifPresent(outside -> assertEquals(OptionalLong.of(id), map.toInside(outside)));
    map.toInside(id).ifPresent(inside -> assertEquals(OptionalLong.of(id), map.toOutside(inside)));
  }

  @Property
  void asManyIdsAreKnownAsTheRangesCount(@ForAll("maps") UidMap map) {
    long known = 0;
    for (long id = 0; id < 1000; id++) {
      known += map.toInside(id).isPresent() ? 1 : 0;
    }
    assertEquals(map.ranges().stream().mapToLong(UidMap.Range::count).sum(), known);
  }

  @Example
  void theKernelsColumnsAreParsed() {
    UidMap map =
        UidMap.parse("         0       1000          1\n         1     100000      65536\n");
    assertEquals(OptionalLong.of(100_999), map.toOutside(1000));
    assertEquals(OptionalLong.of(0), map.toInside(1000));
    assertEquals(OptionalLong.empty(), map.toInside(1001));
  }

  @Example
  void theWholeRangeOfIdsIsTranslated() {
    UidMap map = UidMap.parse("         0          0 4294967295\n");
    assertEquals(OptionalLong.of(4_294_967_294L), map.toInside(4_294_967_294L));
    assertEquals(OptionalLong.empty(), map.toInside(4_294_967_295L));
  }

  /** Ranges that do not overlap, as the kernel demands. */
  @Provide
  Arbitrary<UidMap> maps() {
    return Arbitraries.longs()
        .between(1, 20)
        .tuple3()
        .list()
        .ofMaxSize(10)
        .map(
            gaps -> {
              List<UidMap.Range> ranges = new ArrayList<>();
              long inside = 0;
              long outside = 0;
              for (Tuple.Tuple3<Long, Long, Long> gap : gaps) {
                inside += gap.get1();
                outside += gap.get2();
                ranges.add(new UidMap.Range(inside, outside, gap.get3()));
                inside += gap.get3();
                outside += gap.get3();
              }
              return new UidMap(ranges);
            });
  }
}
