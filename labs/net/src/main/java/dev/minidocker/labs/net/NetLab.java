package dev.minidocker.labs.net;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 8. */
public final class NetLab implements Lab {

  @Override
  public String topic() {
    return "net";
  }

  @Override
  public String title() {
    return "Network namespaces: links, bridges and routes of one's own";
  }

  @Override
  public int chapter() {
    return 8;
  }

  @Override
  public List<Experiment> experiments() {
    return new NetExperiments(new NetNamespace()).all();
  }
}
