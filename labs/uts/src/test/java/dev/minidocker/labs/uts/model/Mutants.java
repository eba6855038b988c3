package dev.minidocker.labs.uts.model;

import java.util.List;

/** Misunderstandings of UTS namespaces. The laws must tell each from the truth. */
final class Mutants {
  private Mutants() {}

  static List<UtsModel> all() {
    return List.of(
        new NewNamespaceIsShared(),
        new NewNamespaceIsEmpty(),
        new NewNamespaceForgetsTheDomain(),
        new JoiningCopies(),
        new DomainFollowsHostName());
  }

  private static final class NewNamespaceIsShared extends UtsModel {
    @Override
    protected Namespace copy(Namespace namespace) {
      return namespace;
    }
  }

  private static final class NewNamespaceIsEmpty extends UtsModel {
    @Override
    protected Namespace copy(Namespace namespace) {
      return new Namespace(new Names("(none)", "(none)"));
    }
  }

  private static final class NewNamespaceForgetsTheDomain extends UtsModel {
    @Override
    protected Namespace copy(Namespace namespace) {
      return new Namespace(new Names(namespace.names.host(), "(none)"));
    }
  }

  private static final class JoiningCopies extends UtsModel {
    @Override
    protected Namespace join(Namespace namespace) {
      return copy(namespace);
    }
  }

  private static final class DomainFollowsHostName extends UtsModel {
    @Override
    protected void setHostName(Namespace namespace, String name) {
      namespace.names = new Names(name, name);
    }
  }
}
