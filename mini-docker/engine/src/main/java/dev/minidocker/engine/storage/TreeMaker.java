package dev.minidocker.engine.storage;

import java.nio.file.Path;
import java.util.Optional;

/** How a driver that gives every container its own tree comes by these trees. */
interface TreeMaker {

  /** The driver's name. */
  String name();

  /**
   * Refuses a place where it cannot work.
   *
   * @param directory where trees will be
   * @throws dev.minidocker.engine.StartFailure if this cannot be done there
   */
  void check(Path directory);

  /**
   * Makes a tree.
   *
   * @param from a tree that it begins as a copy of; empty: it is empty
   * @param to does not exist
   */
  void make(Optional<Path> from, Path to);

  /** Removes a tree, as far as there is a faster way than file by file. */
  void remove(Path tree);
}
