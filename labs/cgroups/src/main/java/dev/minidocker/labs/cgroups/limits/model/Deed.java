package dev.minidocker.labs.cgroups.limits.model;

/** What the one who plays with a tree of groups does; groups are named by their numbers. */
public sealed interface Deed {

  /** It goes to a group. */
  record Move(int group) implements Deed {}

  /** It makes a process, which begins where it is and stays there. */
  record Fork() implements Deed {}

  /** It changes how many processes a group may have. */
  record Limit(int group, int most) implements Deed {}
}
