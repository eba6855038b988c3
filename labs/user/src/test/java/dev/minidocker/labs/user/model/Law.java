package dev.minidocker.labs.user.model;

import static dev.minidocker.labs.user.model.Kind.GROUPS;
import static dev.minidocker.labs.user.model.Kind.USERS;
import static dev.minidocker.linux.Capability.CAP_SETUID;

import dev.minidocker.labs.user.model.Act.Birth;
import dev.minidocker.labs.user.model.Act.Writing;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What holds for user namespaces, whatever the maps. */
enum Law {
  THERE_AND_BACK_IS_THE_SAME_ID {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      Namespace namespace = nested(outer, inner);
      OptionalLong number = model.comesIn(namespace, USERS, id);
      return number.isEmpty()
          || model.goesOut(namespace, USERS, number.getAsLong()).equals(OptionalLong.of(id));
    }
  },
  WHO_IS_MAPPED_IS_KNOWN_OUTSIDE_BY_THE_SECOND_NUMBER {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      Namespace namespace = Namespace.first().containing(outer, outer, true);
      return outer.ranges().stream()
          .allMatch(
              range ->
                  model
                      .comesIn(namespace, USERS, range.inside())
                      .equals(OptionalLong.of(range.outside())));
    }
  },
  NESTED_MAPS_ARE_APPLIED_ONE_AFTER_THE_OTHER {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      Namespace between = Namespace.first().containing(outer, outer, true);
      Namespace within = between.containing(inner, inner, true);
      OptionalLong onceOut = inner.toOutside(id);
      return model
          .comesIn(within, USERS, id)
          .equals(onceOut.isEmpty() ? onceOut : model.comesIn(between, USERS, onceOut.getAsLong()));
    }
  },
  WHO_IS_NOT_MAPPED_IS_NOBODY {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      Namespace namespace = Namespace.first().containing(outer, outer, true);
      boolean mapped =
          outer.ranges().stream()
              .anyMatch(range -> id >= range.outside() && id < range.outside() + range.count());
      return mapped || model.shown(namespace, USERS, id) == UserModel.OVERFLOW_ID;
    }
  },
  A_MAP_IS_WRITTEN_ONCE {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      List<Answer> answers = byParent(model, ROOT, users(outer), users(inner));
      return !answers.get(1).equals(Answer.DONE) || answers.get(2).text().startsWith("EPERM");
    }
  },
  NO_TWO_INSIDE_ARE_ONE_OUTSIDE {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      UidMap twice = new UidMap(List.of(new Range(id, 0, 1), new Range(id + 1, 0, 1)));
      return byParent(model, ROOT, users(twice)).get(1).text().startsWith("EINVAL");
    }
  },
  WHO_CANNOT_BE_ANYBODY_MAPS_ONLY_ITSELF {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      EnumSet<Capability> without = EnumSet.copyOf(ROOT);
      without.remove(CAP_SETUID);
      boolean allowed = byParent(model, without, users(outer)).get(1).equals(Answer.DONE);
      return allowed == (outer.ranges().size() == 1 && outer.ranges().get(0).equals(self(outer)));
    }
  },
  INSIDE_ONE_IS_NOT_PRIVILEGED_OUTSIDE {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      List<Act> life = List.of(new Birth(List.of(), List.of(users(outer))));
      boolean allowed = live(model, ROOT, life).get(1).equals(Answer.DONE);
      return allowed == (outer.ranges().size() == 1 && outer.ranges().get(0).equals(self(outer)));
    }
  },
  ONES_OWN_GROUP_ONLY_AFTER_SETGROUPS_IS_DENIED {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      Writing group = new Act.WriteMap(GROUPS, UidMap.single(id, 0));
      Writing deny = new Act.WriteSetgroups(false);
      return byParent(model, Set.of(), group).get(1).text().startsWith("EPERM")
          && byParent(model, Set.of(), deny, group).get(2).equals(Answer.DONE);
    }
  },
  A_LINE_COMES_FROM_ONE_LINE {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      Range all = new Range(0, 0, 2 * SPLIT);
      UidMap split = new UidMap(List.of(new Range(0, 0, SPLIT), new Range(SPLIT, SPLIT, SPLIT)));
      List<Act> child = List.of(new Birth(List.of(users(new UidMap(List.of(all)))), List.of()));
      List<Act> life =
          List.of(new Birth(List.of(users(split), new Act.WriteMap(GROUPS, split)), child));
      return live(model, ROOT, life).get(4).text().startsWith("EPERM");
    }
  },
  WHO_IS_NOBODY_MAKES_NO_NAMESPACE {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      List<Act> child = List.of(new Birth(List.of(), List.of()));
      List<Act> life = List.of(new Birth(List.of(), child));
      return live(model, ROOT, life).get(1).text().startsWith("EPERM");
    }
  },
  THE_FILES_OF_STRANGERS_ARE_OUT_OF_REACH {
    @Override
    boolean holds(UserModel model, UidMap outer, UidMap inner, long id) {
      UidMap others = new UidMap(List.of(new Range(0, 1, 5)));
      Writing groups = new Act.WriteMap(GROUPS, others);
      List<Act> life = List.of(new Birth(List.of(users(others), groups), List.of(TAKE)));
      return live(model, ROOT, life).get(3).text().startsWith("EPERM");
    }
  };

  private static final Set<Capability> ROOT = Life.CAPABILITIES;
  private static final long SPLIT = 5;
  private static final Act TAKE = new Act.Chown(0, 0);

  abstract boolean holds(UserModel model, UidMap outer, UidMap inner, long id);

  /** Maps on whose ids something is claimed meet often, if they are about the same few ids. */
  private static Namespace nested(UidMap outer, UidMap inner) {
    return Namespace.first().containing(outer, outer, true).containing(inner, inner, true);
  }

  private static Act.WriteMap users(UidMap map) {
    return new Act.WriteMap(USERS, map);
  }

  /** The line by which user 0 maps itself as whoever this map has first. */
  private static Range self(UidMap map) {
    return new Range(map.ranges().get(0).inside(), 0, 1);
  }

  private static List<Answer> byParent(
      UserModel model, Set<Capability> capabilities, Writing... writings) {
    return live(model, capabilities, List.of(new Birth(List.of(writings), List.of())));
  }

  /** Lives as user 0 of the machine's first namespace, with these capabilities. */
  private static List<Answer> live(UserModel model, Set<Capability> capabilities, List<Act> life) {
    return Life.live(model, new Person(Namespace.first(), 0, 0, List.of(), capabilities), life);
  }
}
