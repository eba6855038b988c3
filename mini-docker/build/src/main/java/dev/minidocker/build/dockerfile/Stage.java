package dev.minidocker.build.dockerfile;

import java.util.List;

/**
 * One FROM and what follows it.
 *
 * @param index from 0
 */
public record Stage(int index, Instruction.From from, List<Instruction> instructions) {

  public Stage {
    instructions = List.copyOf(instructions);
  }

  /** Its name, or its number. */
  public String name() {
    return from.stage().orElse(Integer.toString(index));
  }
}
