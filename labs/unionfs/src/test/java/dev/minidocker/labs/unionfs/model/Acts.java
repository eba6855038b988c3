package dev.minidocker.labs.unionfs.model;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Sequences of acts, on so few names that they meet each other. */
final class Acts {
  private static final int MOST = 24;

  private Acts() {}

  static Arbitrary<List<Act>> sequences() {
    return Combinators.combine(beginnings(), acts().list().ofMaxSize(MOST))
        .as((first, rest) -> Stream.of(first, rest).flatMap(List::stream).toList());
  }

  /** Layers that random acts alone would seldom come to. */
  private static Arbitrary<List<Act>> beginnings() {
    List<Act> files =
        List.of(
            new Act.Mkdir("a"),
            new Act.Create("a/a"),
            new Act.Write("a/a", "lower"),
            new Act.Mkdir("a/b"),
            new Act.Create("a/b/a"),
            new Act.Create("b"),
            new Act.Commit());
    List<Act> links =
        List.of(
            new Act.Mkdir("a"),
            new Act.Create("b"),
            new Act.Write("b", "linked"),
            new Act.Link("b", "a/b"),
            new Act.Symlink("c"),
            new Act.Commit());
    List<Act> moved =
        List.of(
            new Act.Mkdir("a"),
            new Act.Mkdir("a/b"),
            new Act.Create("a/b/a"),
            new Act.Write("a/b/a", "deep"),
            new Act.Commit(),
            new Act.Rename("a/b", "c"),
            new Act.Chmod("c/a", 0600),
            new Act.Rename("c/a", "a/a"),
            new Act.Commit());
    return Arbitraries.of(List.of(), files, links, moved);
  }

  private static Arbitrary<Act> acts() {
    Arbitrary<String> names = Arbitraries.of("a", "b", "c");
    Arbitrary<String> paths =
        names.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join("/", list));
    Arbitrary<String> texts = Arbitraries.of("", "x", "yy");
    Arbitrary<Act> rename = Combinators.combine(paths, paths).as(Act.Rename::new);
    Arbitrary<Act> link = Combinators.combine(paths, paths).as(Act.Link::new);
    Arbitrary<Act> write = Combinators.combine(paths, texts).as(Act.Write::new);
    Arbitrary<Act> append = Combinators.combine(paths, texts).as(Act.Append::new);
    Arbitrary<Act> truncate =
        Combinators.combine(paths, Arbitraries.of(0, 1, 3)).as(Act.Truncate::new);
    Arbitrary<Act> chmod =
        Combinators.combine(paths, Arbitraries.of(0700, 0750, 0755)).as(Act.Chmod::new);
    return Arbitraries.frequencyOf(
        Tuple.of(4, paths.map(Act.Create::new)),
        Tuple.of(2, write),
        Tuple.of(2, append),
        Tuple.of(1, truncate),
        Tuple.of(4, paths.map(Act.Unlink::new)),
        Tuple.of(5, paths.map(Act.Mkdir::new)),
        Tuple.of(3, paths.map(Act.Rmdir::new)),
        Tuple.of(7, rename),
        Tuple.of(3, link),
        Tuple.of(1, paths.map(Act.Symlink::new)),
        Tuple.of(3, chmod),
        Tuple.of(3, Arbitraries.create(Act.Commit::new)));
  }
}
