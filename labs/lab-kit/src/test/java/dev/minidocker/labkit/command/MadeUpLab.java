package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A lab whose container takes a name.
 *
 * @param name that it is to take
 * @param works whether it does, or only says so
 * @param needs what its experiments need of the machine
 * @param cast a recording, if there is one
 */
record MadeUpLab(String name, boolean works, Need needs, Optional<String> cast) implements Lab {

  MadeUpLab(String name) {
    this(name, true, Need.NAMESPACES, Optional.empty());
  }

  @Override
  public String topic() {
    return "kit";
  }

  @Override
  public String title() {
    return "a lab for tests";
  }

  @Override
  public int chapter() {
    return 99;
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(named("kit/name"), named("kit/again"));
  }

  @Override
  public Optional<InputStream> recording() {
    return cast.map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Experiment named(String experiment) {
    Step step = Step.of(Syscall.SETHOSTNAME, Arg.of(name), Arg.of(name.length()));
    Program program = works ? Program.of(step.because("it is told to")) : Program.EMPTY;
    return Experiment.named(experiment, "a container may have a name")
        .needing(needs)
        .in(CloneFlag.CLONE_NEWUTS)
        .then(Scene.narrated("Nothing happens yet."))
        .then(
            Scene.narrated("It takes a name.")
                .doing(Action.inside(program))
                .observing("host name", host -> host.hostName(), Look.hostName())
                .expecting("it has it", (host, container) -> container.equals(name)));
  }
}
