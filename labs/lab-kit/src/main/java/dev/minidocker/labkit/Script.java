package dev.minidocker.labkit;

import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A scene as the container plays it: the action's calls, each of which it tells, and the look.
 * Between the scenes it waits for the host, so that one program is the whole experiment.
 *
 * @param name with which the names of its steps begin
 * @param first the number by which the first of the action's steps is told
 */
record Script(
    String name, int first, Program action, Program look, Optional<Observation> observation) {

  static List<Script> of(Experiment experiment) {
    List<Script> scripts = new ArrayList<>();
    int first = 0;
    for (Scene scene : experiment.scenes()) {
      String name = "scene." + scripts.size();
      Program action =
          scene.action() instanceof Action.Inside inside
              ? Tell.nameAll(inside.program(), name)
              : Program.EMPTY;
      Program look =
          scene
              .observation()
              .map(observation -> observation.container().program(name + ".look"))
              .orElse(Program.EMPTY);
      scripts.add(new Script(name, first, action, look, scene.observation()));
      first += action.steps().size();
    }
    return scripts;
  }

  /** The container's whole program. */
  static Program program(List<Script> scripts) {
    Program program = Sandbox.PAUSE;
    for (Script script : scripts) {
      program = program.then(script.played()).then(Sandbox.PAUSE);
    }
    return program;
  }

  /** The steps of all actions, by the numbers under which they are told. */
  static List<Step> steps(List<Script> scripts) {
    return scripts.stream().flatMap(script -> script.action.steps().stream()).toList();
  }

  private Program played() {
    return action.equals(Program.EMPTY)
        ? look
        : Tracing.of(action, first, name + ".end").then(look);
  }

  /** The calls of the action, each as the kernel answers it. */
  void hearCalls(Tracer tracer, Consumer<Event> tell) {
    if (!action.equals(Program.EMPTY)) {
      tracer.hear(first, first + action.steps().size(), tell);
    }
  }

  /** What the container saw. */
  String hearLook(Sandbox sandbox) {
    return observation.orElseThrow().container().hear(sandbox).orElse(Host.GONE);
  }
}
