package dev.minidocker.labs.mnt.model;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Sequences of actions, such as that most of them can be done. */
final class ActionArbitraries {
  private static final int MAX_NAMESPACES = 4;
  private static final int MAX_MOUNTS = 60;
  private static final int MAX_ACTIONS = 12;

  private ActionArbitraries() {}

  /** What random numbers stand for, given how many namespaces there are. */
  private interface Draft {
    Action in(int namespace);
  }

  static Arbitrary<List<Action>> sequences() {
    Arbitrary<Tuple.Tuple2<Integer, Draft>> each =
        Combinators.combine(Arbitraries.integers().between(0, MAX_NAMESPACES - 1), drafts())
            .as(Tuple::of);
    return Combinators.combine(beginnings(), each.list().ofMinSize(1).ofMaxSize(MAX_ACTIONS))
        .as(ActionArbitraries::settle);
  }

  /** Relations that random actions alone would seldom come to. */
  private static Arbitrary<List<Action>> beginnings() {
    Action share = new Action.Change(0, "", PropagationType.SHARED, true);
    Action guest = new Action.Copy(0, true);
    Action shareToo = new Action.Change(1, "", PropagationType.SHARED, true);
    return Arbitraries.of(
        List.of(),
        List.of(share),
        List.of(share, new Action.Copy(0, false)),
        List.of(share, guest),
        List.of(share, guest, shareToo, new Action.Copy(1, true)));
  }

  /** Actions in namespaces that exist, and no more of them than a kernel carries out quickly. */
  private static List<Action> settle(
      List<Action> beginning, List<Tuple.Tuple2<Integer, Draft>> drafts) {
    MountModel model = new MountModel();
    List<Action> actions = new ArrayList<>(beginning);
    actions.forEach(model::apply);
    for (Tuple.Tuple2<Integer, Draft> draft : drafts) {
      Action action = draft.get2().in(draft.get1() % model.namespaces());
      boolean enough = action instanceof Action.Copy && model.namespaces() == MAX_NAMESPACES;
      if (!enough && model.view().size() < MAX_MOUNTS) {
        model.apply(action);
        actions.add(action);
      }
    }
    return actions;
  }

  private static Arbitrary<Draft> drafts() {
    Arbitrary<String> any = Arbitraries.of("", "a", "b", "a/a", "a/b", "b/a", "b/b", "a/b/a");
    Arbitrary<String> below = any.filter(path -> !path.isEmpty());
    Arbitrary<Boolean> coin = Arbitraries.of(false, true);
    Arbitrary<PropagationType> types =
        Arbitraries.of(
            PropagationType.SHARED,
            PropagationType.SHARED,
            PropagationType.SHARED,
            PropagationType.SLAVE,
            PropagationType.PRIVATE,
            PropagationType.UNBINDABLE);
    Arbitrary<Draft> copy = coin.map(guest -> n -> new Action.Copy(n, guest));
    Arbitrary<Draft> mount = any.map(at -> n -> new Action.Mount(n, at));
    Arbitrary<Draft> bind =
        Combinators.combine(any, any, coin).as((f, t, r) -> n -> new Action.Bind(n, f, t, r));
    Arbitrary<Draft> move =
        Combinators.combine(below, below).as((f, t) -> n -> new Action.Move(n, f, t));
    Arbitrary<Draft> unmount =
        Combinators.combine(below, coin).as((at, d) -> n -> new Action.Unmount(n, at, d));
    Arbitrary<Draft> change =
        Combinators.combine(any, types, coin).as((at, t, r) -> n -> new Action.Change(n, at, t, r));
    return Arbitraries.frequencyOf(
        Tuple.of(2, copy),
        Tuple.of(4, mount),
        Tuple.of(4, bind),
        Tuple.of(2, move),
        Tuple.of(3, unmount),
        Tuple.of(5, change));
  }
}
