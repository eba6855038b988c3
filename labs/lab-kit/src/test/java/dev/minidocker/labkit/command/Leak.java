package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Fd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A lab that leaves a descriptor of a file open. */
final class Leak implements Lab, AutoCloseable {
  private final Lab lab;
  private final Path file;
  private final List<Fd> left = new ArrayList<>();

  Leak(Lab lab, Path file) {
    this.lab = lab;
    this.file = file;
  }

  @Override
  public String topic() {
    return lab.topic();
  }

  @Override
  public String title() {
    return lab.title();
  }

  @Override
  public int chapter() {
    return lab.chapter();
  }

  @Override
  public List<Experiment> experiments() {
    Scene leaky =
        Scene.narrated("The host opens a file, and forgets it.")
            .doing(Action.onHost("open", host -> left.add(Fd.open(file.toString(), 0, 0))));
    return lab.experiments().stream().map(experiment -> experiment.then(leaky)).toList();
  }

  @Override
  public void close() {
    left.forEach(Fd::close);
  }
}
