package dev.minidocker.labs.pid;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 3. */
public final class PidLab implements Lab {

  @Override
  public String topic() {
    return "pid";
  }

  @Override
  public String title() {
    return "PID namespaces: a process may be number one";
  }

  @Override
  public int chapter() {
    return 3;
  }

  @Override
  public String objective() {
    return "say what a process id is (a number for each namespace that the process "
        + "can be seen from), what number one owes its namespace, and why docker "
        + "run has --init.";
  }

  @Override
  public List<Experiment> experiments() {
    return new PidExperiments(new PidNamespace()).all();
  }
}
