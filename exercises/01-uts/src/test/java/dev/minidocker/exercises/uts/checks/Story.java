package dev.minidocker.exercises.uts.checks;

import dev.minidocker.labs.uts.model.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A life that a seed makes up, as acts and in words. */
final class Story {
  private static final List<String> NAMES =
      List.of("ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine");

  private final Random random;
  private final List<String> lines = new ArrayList<>();
  private final List<Act> life = new ArrayList<>();
  private int looks;

  Story(long seed) {
    random = new Random(seed);
    rename("the container", 0, life);
    child(true);
    look("the container", 0, life);
    child(false);
    look("the container", 0, life);
    if (random.nextBoolean()) {
      lines.add("the container makes a namespace of its own for itself (unshare)");
      life.add(new Act.Unshare());
      child(random.nextBoolean());
      look("the container", 0, life);
    }
  }

  List<Act> life() {
    return life;
  }

  List<String> lines() {
    return lines;
  }

  /** A child that may or may not look before it renames. */
  private void child(boolean ownNamespace) {
    List<Act> acts = new ArrayList<>();
    lines.add(
        "a child is born " + (ownNamespace ? "into a namespace of its own" : "into the same"));
    if (random.nextBoolean()) {
      look("the child", 2, acts);
    }
    rename("the child", 2, acts);
    if (random.nextBoolean()) {
      look("the child", 2, acts);
    }
    lines.add("  it ends");
    life.add(new Act.Birth(ownNamespace, acts));
  }

  private void rename(String who, int indent, List<Act> acts) {
    String name = NAMES.get(random.nextInt(NAMES.size())) + random.nextInt(100);
    lines.add(" ".repeat(indent) + who + " sets the host name to " + name);
    acts.add(new Act.SetHostName(name));
  }

  private void look(String who, int indent, List<Act> acts) {
    looks++;
    lines.add(" ".repeat(indent) + who + " looks: " + looks + "?");
    acts.add(new Act.Look());
  }
}
