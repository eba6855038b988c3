package dev.minidocker.labs.uts.model;

import dev.minidocker.labs.uts.model.Act.Birth;
import dev.minidocker.labs.uts.model.Act.Join;
import dev.minidocker.labs.uts.model.Act.Look;
import dev.minidocker.labs.uts.model.Act.SetDomainName;
import dev.minidocker.labs.uts.model.Act.SetHostName;
import dev.minidocker.labs.uts.model.Act.Unshare;
import java.util.ArrayList;
import java.util.List;

/** What holds for UTS namespaces after any past and for any name. */
enum Law {
  A_NEW_NAMESPACE_BEGINS_WITH_ITS_CREATORS_NAMES {
    @Override
    boolean holds(UtsModel model, List<Act> past, String name) {
      return lastTwoAreEqual(model, past, new Look(), child(true, new Look()))
          && lastTwoAreEqual(model, past, new Look(), new Unshare(), new Look());
    }
  },
  WHAT_HAPPENS_IN_ANOTHER_NAMESPACE_IS_NOT_SEEN {
    @Override
    boolean holds(UtsModel model, List<Act> past, String name) {
      return lastTwoAreEqual(
              model,
              past,
              new Look(),
              child(true, new SetHostName(name), new SetDomainName(name)),
              new Look())
          && lastTwoAreEqual(
              model,
              past,
              new Look(),
              child(false, new Unshare(), new SetHostName(name)),
              new Look());
    }
  },
  WHAT_HAPPENS_IN_THE_SAME_NAMESPACE_IS_SEEN {
    @Override
    boolean holds(UtsModel model, List<Act> past, String name) {
      return last(model, past, child(false, new SetHostName(name)), new Look()).host().equals(name);
    }
  },
  WHO_JOINS_A_NAMESPACE_SHARES_IT {
    @Override
    boolean holds(UtsModel model, List<Act> past, String name) {
      Birth visitor = child(true, new Join(1), new SetHostName(name));
      return last(model, past, child(false, visitor, new Look())).host().equals(name);
    }
  },
  THE_TWO_NAMES_ARE_INDEPENDENT {
    @Override
    boolean holds(UtsModel model, List<Act> past, String name) {
      Names before = last(model, past, new Look());
      return last(model, past, new SetHostName(name), new Look())
              .equals(new Names(name, before.domain()))
          && last(model, past, new SetDomainName(name), new Look())
              .equals(new Names(before.host(), name));
    }
  };

  static final Names HOST = new Names("host", "(none)");

  abstract boolean holds(UtsModel model, List<Act> past, String name);

  static Birth child(boolean ownNamespace, Act... life) {
    return new Birth(ownNamespace, List.of(life));
  }

  private static List<Names> seen(UtsModel model, List<Act> past, Act... rest) {
    List<Act> life = new ArrayList<>(past);
    life.addAll(List.of(rest));
    return model.live(HOST, life);
  }

  private static Names last(UtsModel model, List<Act> past, Act... rest) {
    List<Names> seen = seen(model, past, rest);
    return seen.get(seen.size() - 1);
  }

  private static boolean lastTwoAreEqual(UtsModel model, List<Act> past, Act... rest) {
    List<Names> seen = seen(model, past, rest);
    return seen.get(seen.size() - 1).equals(seen.get(seen.size() - 2));
  }
}
