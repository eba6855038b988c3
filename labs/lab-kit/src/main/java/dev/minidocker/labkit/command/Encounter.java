package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Explanations;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A place where the course meets a system call.
 *
 * @param experiment in which it is made
 * @param program of which it is a step
 * @param index of the step
 */
record Encounter(String experiment, Program program, int index) {

  /** All that the programs of all experiments do, in the order of the course. */
  static List<Encounter> in(Course course) {
    List<Encounter> found = new ArrayList<>();
    for (Lab lab : course.labs()) {
      for (Experiment experiment : lab.experiments()) {
        experiment.programs().forEach(program -> add(experiment.name(), program, found));
      }
    }
    return found;
  }

  private static void add(String experiment, Program program, List<Encounter> found) {
    for (int i = 0; i < program.steps().size(); i++) {
      found.add(new Encounter(experiment, program, i));
    }
  }

  Step step() {
    return program.steps().get(index);
  }

  /** Whether a refusal of this kind is part of the program's way. */
  boolean reckonsWith(Errno errno) {
    return step().branches().stream().anyMatch(branch -> branch.result() == -errno.number());
  }

  /** What this project says to such a refusal of this call, on this machine; "" if nothing. */
  String explanation(Errno errno) {
    return Explanations.ofCall(program, index, errno);
  }
}
