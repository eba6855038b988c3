package dev.minidocker.labs.time;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 5, its second part. */
public final class TimeLab implements Lab {

  @Override
  public String topic() {
    return "time";
  }

  @Override
  public String title() {
    return "Time namespaces: clocks of one's own, except the time of day";
  }

  @Override
  public int chapter() {
    return 5;
  }

  @Override
  public List<Experiment> experiments() {
    return new TimeExperiments(new TimeNamespace()).all();
  }
}
