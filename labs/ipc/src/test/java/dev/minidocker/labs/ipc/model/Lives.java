package dev.minidocker.labs.ipc.model;

import dev.minidocker.labs.ipc.model.Act.Making;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random lives: at most three generations; few keys and ids, so that they meet. */
final class Lives {
  private static final int MOST_ACTS = 9;
  private static final int GENERATIONS = 3;
  private static final int LARGEST_KEY = 2;

  private Lives() {}

  static Arbitrary<Integer> keys() {
    return Arbitraries.integers().between(IpcObject.PRIVATE + 1, LARGEST_KEY);
  }

  static Arbitrary<Kind> kinds() {
    return Arbitraries.of(Kind.class);
  }

  static Arbitrary<List<Act>> lives() {
    return lives(GENERATIONS).withoutEdgeCases();
  }

  private static Arbitrary<List<Act>> lives(int generations) {
    Arbitrary<List<Act>> phrase =
        Arbitraries.frequencyOf(
            Tuple.of(9, acts(generations).map(List::of)), Tuple.of(1, removalsOfAttachedMemory()));
    return phrase
        .list()
        .ofMaxSize(MOST_ACTS)
        .map(phrases -> phrases.stream().flatMap(List::stream).toList());
  }

  /** What single acts hardly ever come to: memory is made, attached, and then removed. */
  private static Arbitrary<List<Act>> removalsOfAttachedMemory() {
    Arbitrary<List<Act>> between =
        Arbitraries.of(List.of(), List.of(new Act.Unshare(), new Act.Join(0)));
    return Combinators.combine(keys(), ids(), between)
        .as(
            (key, id, leaving) -> {
              List<Act> phrase = new ArrayList<>();
              phrase.add(new Act.Get(Kind.MEMORY, key, Making.IF_ABSENT));
              phrase.add(new Act.Attach(id));
              phrase.addAll(leaving);
              phrase.add(new Act.Remove(Kind.MEMORY, id));
              phrase.add(new Act.Get(Kind.MEMORY, key, Making.NEVER));
              phrase.add(new Act.Take(Kind.MEMORY, id));
              return phrase;
            });
  }

  private static Arbitrary<Integer> ids() {
    return Arbitraries.frequency(
        Tuple.of(6, 0), Tuple.of(3, 1), Tuple.of(1, 2), Tuple.of(1, IdTable.ROUND));
  }

  private static Arbitrary<Act> acts(int generations) {
    Arbitrary<Integer> keyOrPrivate = Arbitraries.integers().between(0, LARGEST_KEY);
    Arbitrary<Act> get =
        Combinators.combine(kinds(), keyOrPrivate, Arbitraries.of(Making.class)).as(Act.Get::new);
    Arbitrary<Act> namespaces =
        Arbitraries.oneOf(
            Arbitraries.just(new Act.Unshare()),
            Arbitraries.integers().between(0, GENERATIONS).map(Act.Join::new));
    Arbitrary<Act> simple =
        Arbitraries.frequencyOf(
            Tuple.of(6, get), Tuple.of(6, uses()), Tuple.of(2, queues()), Tuple.of(3, namespaces));
    if (generations == 1) {
      return simple;
    }
    Arbitrary<Act> birth =
        Arbitraries.of(true, false)
            .flatMap(own -> lives(generations - 1).map(life -> new Act.Birth(own, life)));
    return Arbitraries.frequencyOf(Tuple.of(4, simple), Tuple.of(1, birth));
  }

  private static Arbitrary<Act> uses() {
    Arbitrary<Integer> values = Arbitraries.integers().between(1, 99);
    Arbitrary<Act> many =
        Combinators.combine(kinds(), Arbitraries.of(1, IdTable.PLACES - 1, IdTable.PLACES))
            .as(Act.UseUpIds::new);
    return Arbitraries.frequencyOf(
        Tuple.of(6, Combinators.combine(kinds(), ids()).as(Act.Remove::new)),
        Tuple.of(6, Combinators.combine(kinds(), ids(), values).as(Act.Put::new)),
        Tuple.of(6, Combinators.combine(kinds(), ids()).as(Act.Take::new)),
        Tuple.of(4, ids().map(Act.Attach::new)),
        Tuple.of(2, ids().map(Act.RemoveUnderWaiter::new)),
        Tuple.of(1, many));
  }

  private static Arbitrary<Act> queues() {
    Arbitrary<String> names = Arbitraries.of("a", "b");
    return Arbitraries.oneOf(
        Combinators.combine(names, Arbitraries.of(Making.class)).as(Act.Open::new),
        names.map(Act.Unlink::new));
  }
}
