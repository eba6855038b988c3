package dev.minidocker.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * System calls in the order in which they will be made: a container before it exists.
 *
 * <p>A program is a value. Labs return pieces of it, {@link #then} puts the pieces together, {@link
 * Elf} compiles the whole, {@link Launcher} runs it. Names must be unique in the whole and every
 * name that is used must be defined, which {@link #checked} says.
 */
public record Program(List<Step> steps) {

  public static final Program EMPTY = new Program(List.of());

  public Program {
    steps = List.copyOf(steps);
  }

  public static Program of(Step... steps) {
    return new Program(Arrays.asList(steps));
  }

  public static Program concat(List<Program> parts) {
    List<Step> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.steps));
    return new Program(all);
  }

  public Program then(Program rest) {
    List<Step> all = new ArrayList<>(steps.size() + rest.steps.size());
    all.addAll(steps);
    all.addAll(rest.steps);
    return new Program(all);
  }

  public Program then(Step... rest) {
    return then(of(rest));
  }

  /** The same program with every step replaced by what {@code change} makes of it. */
  public Program map(UnaryOperator<Step> change) {
    List<Step> changed = new ArrayList<>(steps);
    changed.replaceAll(change);
    return new Program(changed);
  }

  /** Marks the steps that no chapter has claimed yet as belonging to this one. */
  public Program inChapter(String chapter) {
    return map(step -> step.chapter().isEmpty() ? step.inChapter(chapter) : step);
  }

  /** The same program with the step at {@code index} replaced. */
  public Program with(int index, Step replacement) {
    List<Step> changed = new ArrayList<>(steps);
    changed.set(index, replacement);
    return new Program(changed);
  }

  /** The same program with {@code inserted} before the step at {@code index}. */
  public Program insert(int index, Program inserted) {
    return new Program(steps.subList(0, index))
        .then(inserted)
        .then(new Program(steps.subList(index, steps.size())));
  }

  /** The position of the step of this name. */
  public int indexOf(String name) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no step is named \"" + name + "\"");
  }

  /**
   * This program, if it makes sense as a whole.
   *
   * @throws IllegalArgumentException if a name is given twice, or used and not given
   */
  public Program checked() {
    Set<String> names = new HashSet<>();
    for (Step step : steps) {
      if (!step.name().isEmpty() && !names.add(step.name())) {
        throw new IllegalArgumentException("two steps are named \"" + step.name() + "\"");
      }
    }
    names.add(Step.FOLLOWING);
    for (Step step : steps) {
      requireName(step.next(), names, step);
      for (Step.Branch branch : step.branches()) {
        requireName(branch.target(), names, step);
      }
      for (Arg arg : step.args()) {
        requireResults(arg, names, step);
      }
    }
    return this;
  }

  private static void requireResults(Arg arg, Set<String> names, Step step) {
    if (arg instanceof Arg.Result result) {
      requireName(result.step(), names, step);
    } else if (arg instanceof Arg.Slot slot) {
      requireName(slot.step(), names, step);
    } else if (arg instanceof Arg.Words structure) {
      structure.words().forEach(word -> requireResults(word, names, step));
    } else if (arg instanceof Arg.Bytes bytes) {
      bytes.holes().forEach(hole -> requireName(hole.result(), names, step));
    }
  }

  private static void requireName(String name, Set<String> names, Step step) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          step + " refers to \"" + name + "\", which no step is named");
    }
  }
}
