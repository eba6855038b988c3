package dev.minidocker.labs.cgroups.limits.model;

/** What the one who plays with memory in a tree of groups does; groups have numbers. */
public sealed interface MemoryDeed {

  /** It goes to a group. What it has used so far stays on the account of where it was. */
  record Move(int group) implements MemoryDeed {}

  /** It takes a piece of memory. */
  record Use() implements MemoryDeed {}

  /** It gives back the piece that it took by its use of this number, if it got one. */
  record Free(int use) implements MemoryDeed {}

  /** It changes how many pieces a group may have. */
  record Limit(int group, int most) implements MemoryDeed {}
}
