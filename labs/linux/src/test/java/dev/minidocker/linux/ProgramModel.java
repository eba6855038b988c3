package dev.minidocker.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What a program means, without compiler, machine code or kernel: an interpreter of steps over a
 * {@link ModelKernel}.
 */
final class ProgramModel {
  private static final int MOST_STEPS = 400;

  /** What the model does not describe; programs that do it are not used. */
  static final class Unmodelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unmodelled(String what) {
      super(what);
    }
  }

  /**
   * How a program ends.
   *
   * @param failing the index of the step that failed, or -1
   * @param result what that step returned, or the exit code
   * @param output everything that was written to descriptor 1's file
   */
  record Outcome(int failing, long result, String output) {}

  /** A 64-bit field, of a step or of a structure, that may also hold a reference to memory. */
  static final class Cell {
    Object value = 0L;

    long number() {
      if (value instanceof Long number) {
        return number;
      }
      throw new Unmodelled("an address used as a number");
    }
  }

  /** The address of a field, moved by some bytes. */
  record CellAddress(Cell cell, int offset) {}

  private final List<Step> steps;
  private final ModelKernel kernel;
  private final List<List<Cell>> args = new ArrayList<>();
  private final Map<String, byte[]> shared = new HashMap<>();
  private final Map<String, List<LongConsumer>> places = new HashMap<>();
  private final Map<String, Integer> indexOf = new HashMap<>();

  private ProgramModel(Program program, ModelKernel kernel) {
    this.steps = program.steps();
    this.kernel = kernel;
    for (Step step : steps) {
      indexOf.put(step.name(), args.size());
      args.add(step.args().stream().map(arg -> new Cell()).toList());
    }
    for (int i = 0; i < steps.size(); i++) {
      for (int n = 0; n < steps.get(i).args().size(); n++) {
        load(args.get(i).get(n), steps.get(i).args().get(n));
      }
    }
  }

  static Outcome run(Program program, ModelKernel kernel) {
    return new ProgramModel(program, kernel).run();
  }

  private void load(Cell cell, Arg arg) {
    if (arg instanceof Arg.Value value) {
      cell.value = value.value();
    } else if (arg instanceof Arg.Text text) {
      cell.value = (text.value() + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    } else if (arg instanceof Arg.Result result) {
      addPlace(result.step(), number -> cell.value = number);
    } else if (arg instanceof Arg.Slot slot) {
      List<Cell> targets = args.get(indexOf.get(slot.step()));
      if (slot.index() >= targets.size()) {
        throw new Unmodelled("an argument that the step does not have");
      }
      cell.value = new CellAddress(targets.get(slot.index()), slot.offset());
    } else if (arg instanceof Arg.Bytes bytes) {
      cell.value = memory(bytes);
    } else if (arg instanceof Arg.Words words) {
      List<Cell> fields = words.words().stream().map(word -> new Cell()).toList();
      for (int i = 0; i < fields.size(); i++) {
        load(fields.get(i), words.words().get(i));
      }
      cell.value = fields;
    } else {
      throw new Unmodelled(arg.toString());
    }
  }

  private byte[] memory(Arg.Bytes bytes) {
    byte[] fresh = new byte[bytes.content().remaining()];
    bytes.content().get(fresh);
    byte[] memory =
        bytes.name().isEmpty() ? fresh : shared.computeIfAbsent(bytes.name(), name -> fresh);
    for (Arg.Hole hole : bytes.holes()) {
      int width = hole.width() == Arg.Width.INT ? 4 : 8;
      addPlace(
          hole.result(),
          number -> {
            for (int i = 0; i < width; i++) {
              memory[hole.offset() + i] = (byte) (number >> (8 * i));
            }
          });
    }
    return memory;
  }

  private void addPlace(String step, LongConsumer place) {
    places.computeIfAbsent(step, name -> new ArrayList<>()).add(place);
  }

  private Outcome run() {
    int at = 0;
    for (int count = 0; count < MOST_STEPS; count++) {
      Step step = steps.get(at);
      if (step.call() == Syscall.EXIT_GROUP) {
        return new Outcome(-1, args.get(at).get(0).number() & 0xff, kernel.output());
      }
      long result = kernel.call(step.call(), args.get(at));
      places.getOrDefault(step.name(), List.of()).forEach(place -> place.accept(result));
      String target =
          step.branches().stream()
              .filter(branch -> branch.result() == result)
              .findFirst()
              .map(Step.Branch::target)
              .orElse(null);
      if (target == null && result < step.atLeast()) {
        return new Outcome(at, result, kernel.output());
      }
      String goal = target == null ? step.next() : target;
      at = goal.equals(Step.FOLLOWING) ? at + 1 : indexOf.get(goal);
    }
    throw new Unmodelled("a program that does not end");
  }
}
