package dev.minidocker.lab.map;

import java.util.List;
import java.util.Optional;

/**
 * The network namespaces of a machine, as they were at one moment or nearly so: each is listed for
 * itself.
 *
 * @param namespaces the first process's first, then the reader's own, then by their inodes
 * @param hidden what could not be seen, and why; a sentence each
 */
record MachineMap(List<NamespaceView> namespaces, List<String> hidden) {

  MachineMap {
    namespaces = List.copyOf(namespaces);
    hidden = List.copyOf(hidden);
  }

  /** A link by its namespace's inode and its index there. */
  Optional<LinkView> link(long inode, int index) {
    return namespaces.stream()
        .filter(namespace -> namespace.inode() == inode)
        .flatMap(namespace -> namespace.links().stream())
        .filter(link -> link.index() == index)
        .findFirst();
  }
}
