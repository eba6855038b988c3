package dev.minidocker.labs.unionfs.model;

import java.util.Map;
import java.util.function.Function;

/** Misunderstandings of the overlay, one rule each. A law that none of them breaks says little. */
public final class Mutants {
  private Mutants() {}

  /** The models, by what is wrong with them. */
  public static Map<String, Function<Rules, UnionModel>> all() {
    return Map.of(
        "what is removed comes back from below", of(NoWhiteout::new),
        "a new directory shows what the old one had", NeverOpaque::new,
        "copy-up takes along what is in a directory", of(CopiesTrees::new),
        "a lower file is written where it is", of(WritesBelow::new),
        "the other names of a file follow it up", of(KeepsLinks::new),
        "a renamed directory forgets where it came from", of(NoRedirect::new),
        "a redirect is a name, never a path", of(RelativeRedirect::new));
  }

  private static Function<Rules, UnionModel> of(Function<Rules, Union> union) {
    return rules -> new UnionModel(union.apply(rules));
  }

  private static final class NoWhiteout extends Union {
    NoWhiteout(Rules rules) {
      super(rules);
    }

    @Override
    void remove(Dentry place, boolean inLowers) {
      super.remove(place, false);
    }
  }

  private static final class NeverOpaque extends UnionModel {
    NeverOpaque(Rules rules) {
      super(rules);
    }

    @Override
    boolean mustBeOpaque(Dentry place) {
      return false;
    }
  }

  private static final class CopiesTrees extends Union {
    CopiesTrees(Rules rules) {
      super(rules);
    }

    @Override
    Node copy(Dentry dentry, boolean withContent) {
      Node copy = super.copy(dentry, withContent);
      if (copy instanceof Node.Directory directory) {
        for (String name : dentry.names()) {
          directory.entries.put(name, copy(lookup(dentry, name), true));
        }
      }
      return copy;
    }
  }

  private static final class WritesBelow extends Union {
    WritesBelow(Rules rules) {
      super(rules);
    }

    @Override
    Node copy(Dentry dentry, boolean withContent) {
      return dentry.isDirectory() ? super.copy(dentry, withContent) : dentry.node();
    }
  }

  private static final class KeepsLinks extends Union {
    KeepsLinks(Rules rules) {
      super(rules);
    }

    @Override
    void copyUp(Dentry dentry, boolean withContent) {
      Node original = dentry.upper == null ? dentry.node() : null;
      super.copyUp(dentry, withContent);
      if (original instanceof Node.File) {
        follow(root(), original, dentry.upper);
      }
    }

    private void follow(Dentry directory, Node original, Node copy) {
      for (String name : directory.names()) {
        Dentry dentry = lookup(directory, name);
        if (dentry.isDirectory()) {
          follow(dentry, original, copy);
        } else if (dentry.node() == original) {
          put(dentry, copy);
        }
      }
    }
  }

  private static final class NoRedirect extends Union {
    NoRedirect(Rules rules) {
      super(rules);
    }

    @Override
    void redirect(Dentry dentry, boolean sameDirectory) {}
  }

  private static final class RelativeRedirect extends Union {
    RelativeRedirect(Rules rules) {
      super(rules);
    }

    @Override
    void redirect(Dentry dentry, boolean sameDirectory) {
      super.redirect(dentry, true);
    }
  }
}
