package dev.minidocker.labs.uts.model;

import java.util.ArrayList;
import java.util.List;

/**
 * UTS namespaces without a kernel. All there is to know: a namespace holds names; a new one begins
 * as a copy; whoever is in it sees and changes the same names.
 */
public class UtsModel {

  /** The names that some processes share. */
  protected static final class Namespace {
    Names names;

    Namespace(Names names) {
      this.names = names;
    }
  }

  /** What the looks in this life see, its children's included, in the order of time. */
  public final List<Names> live(Names host, List<Act> life) {
    List<Names> seen = new ArrayList<>();
    live(life, List.of(), new Namespace(host), seen);
    return seen;
  }

  private void live(List<Act> life, List<Namespace> ancestors, Namespace birth, List<Names> seen) {
    List<Namespace> births = new ArrayList<>(ancestors);
    births.add(birth);
    Namespace current = birth;
    for (Act act : life) {
      if (act instanceof Act.Look) {
        seen.add(current.names);
      } else if (act instanceof Act.SetHostName set) {
        setHostName(current, set.name());
      } else if (act instanceof Act.SetDomainName set) {
        setDomainName(current, set.name());
      } else if (act instanceof Act.Unshare) {
        current = copy(current);
      } else if (act instanceof Act.Join join) {
        current = join(births.get(Math.max(0, births.size() - 1 - join.generations())));
      } else if (act instanceof Act.Birth child) {
        live(child.life(), births, child.ownNamespace() ? copy(current) : current, seen);
      }
    }
  }

  // tag::theory[]
  protected void setHostName(Namespace namespace, String name) {
    namespace.names = new Names(name, namespace.names.domain());
  }

  protected void setDomainName(Namespace namespace, String name) {
    namespace.names = new Names(namespace.names.host(), name);
  }

  /** A new namespace: the names of the old one, and from then on its own. */
  protected Namespace copy(Namespace namespace) {
    return new Namespace(namespace.names);
  }

  protected Namespace join(Namespace namespace) {
    return namespace;
  }
  // end::theory[]
}
