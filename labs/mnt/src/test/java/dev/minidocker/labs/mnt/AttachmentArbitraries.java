package dev.minidocker.labs.mnt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Volumes in volumes, from the shallowest to the deepest. */
final class AttachmentArbitraries {
  static final List<String> NAMES = List.of("a", "b", "c d");
  static final int SOURCES = 3;

  private AttachmentArbitraries() {}

  /** Where one is wanted, and how: a directory of the host, one of its files, or a tmpfs. */
  record Wish(String target, int source, Kind kind, boolean readOnly) {}

  enum Kind {
    DIRECTORY,
    FILE,
    TMPFS
  }

  static Arbitrary<List<Wish>> wishes() {
    Arbitrary<String> targets =
        Arbitraries.of(NAMES).list().ofMinSize(1).ofMaxSize(3).map(p -> "/" + String.join("/", p));
    return Combinators.combine(
            targets,
            Arbitraries.integers().between(0, SOURCES - 1),
            Arbitraries.of(Kind.DIRECTORY, Kind.DIRECTORY, Kind.FILE, Kind.TMPFS),
            Arbitraries.of(true, false))
        .as(Wish::new)
        .list()
        .ofMaxSize(5)
        .map(AttachmentArbitraries::possible);
  }

  /** Each place once, nothing below a file, and no new directory in what cannot be written. */
  private static List<Wish> possible(List<Wish> wishes) {
    List<Wish> possible = new ArrayList<>();
    Set<String> taken = new TreeSet<>();
    wishes.stream()
        .sorted(Comparator.comparing(wish -> wish.target().split("/", -1).length))
        .forEach(
            wish -> {
              boolean below =
                  possible.stream()
                      .filter(w -> w.kind() == Kind.FILE || w.readOnly())
                      .anyMatch(w -> wish.target().startsWith(w.target() + "/"));
              if (!below && taken.add(wish.target())) {
                possible.add(wish);
              }
            });
    return possible;
  }

  /** The wishes as attachments of what lies in this directory of the host. */
  static List<Attachment> attachments(List<Wish> wishes, Path host) {
    return wishes.stream().map(wish -> attachment(wish, host)).toList();
  }

  private static Attachment attachment(Wish wish, Path host) {
    Path source = host.resolve("source" + wish.source());
    return switch (wish.kind()) {
      case DIRECTORY -> new Attachment.Bind(source, wish.target(), true, wish.readOnly());
      case FILE ->
          new Attachment.Bind(source.resolve("file"), wish.target(), false, wish.readOnly());
      case TMPFS -> new Attachment.Tmpfs(wish.target(), "size=64k,mode=700");
    };
  }
}
