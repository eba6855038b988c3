package dev.minidocker.labs.uts;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 1. */
public final class UtsLab implements Lab {

  @Override
  public String topic() {
    return "uts";
  }

  @Override
  public String title() {
    return "UTS namespaces: a host name of one's own";
  }

  @Override
  public int chapter() {
    return 1;
  }

  @Override
  public String objective() {
    return "say what a namespace is, on the smallest one there is: a copy at birth, "
        + "alone afterwards, shared by who was born into it or joined it.";
  }

  @Override
  public List<Experiment> experiments() {
    return new UtsExperiments(new UtsNames()).all();
  }
}
