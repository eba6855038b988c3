package dev.minidocker.linux.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The namespaces of one process: one of each kind that the kernel has. */
public final class Namespaces {
  private final Map<Namespace.Kind, Namespace> byKind = new EnumMap<>(Namespace.Kind.class);

  private Namespaces() {}

  /** What the links in a directory like {@code /proc/PID/ns} say. */
  static Namespaces in(Path directory) {
    Namespaces namespaces = new Namespaces();
    for (Namespace.Kind kind : Namespace.Kind.values()) {
      Path link = directory.resolve(kind.toString());
      if (Files.isSymbolicLink(link)) { // a kernel may have been built without this kind
        namespaces.byKind.put(kind, readLink(link));
      }
    }
    return namespaces;
  }

  private static Namespace readLink(Path link) {
    try {
      return Namespace.parse(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The namespace of this kind; none if the kernel was built without it. */
  public Optional<Namespace> of(Namespace.Kind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  public Collection<Namespace> all() {
    return List.copyOf(byKind.values());
  }

  /** The kinds of which {@code other} has a different one. */
  public List<Namespace.Kind> differingFrom(Namespaces other) {
    List<Namespace.Kind> differing = new ArrayList<>(byKind.keySet());
    differing.removeIf(kind -> byKind.get(kind).equals(other.byKind.get(kind)));
    return differing;
  }

  @Override
  public String toString() {
    return byKind.values().toString();
  }
}
