package dev.minidocker.labkit;

import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scene as the container plays it: the action's calls, their answers, the look. Between the
 * scenes it waits for the host, so that one program is the whole experiment.
 */
record Script(Program action, Program look, Optional<Observation> observation) {

  static List<Script> of(Experiment experiment) {
    List<Script> scripts = new ArrayList<>();
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
      scripts.add(new Script(action, look, scene.observation()));
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

  private Program played() {
    return action.then(Tell.results(names(action))).then(look);
  }

  /** The calls of the action and what the kernel answered; none if the container ended in it. */
  List<Event> hearCalls(Sandbox sandbox) {
    List<Event> calls = new ArrayList<>();
    byte[] told = sandbox.hear(8 * action.steps().size()).orElse(new byte[0]);
    ByteBuffer results = ByteBuffer.wrap(told).order(ByteOrder.LITTLE_ENDIAN);
    for (Step step : action.steps()) {
      long result = results.hasRemaining() ? results.getLong() : Tell.NOT_MADE;
      calls.add(new Event.Call(step.toString(), result));
    }
    return calls;
  }

  /** What the container saw. */
  String hearLook(Sandbox sandbox) {
    return observation.orElseThrow().container().hear(sandbox).orElse(Host.GONE);
  }

  private static List<String> names(Program program) {
    return program.steps().stream().map(Step::name).toList();
  }
}
