package dev.minidocker.labs.networking;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labs.net.NetNamespace;
import dev.minidocker.labs.networking.experiments.NetworkingExperiments;
import java.util.List;

/** Chapter 9. */
public final class NetworkingLab implements Lab {

  @Override
  public String topic() {
    return "networking";
  }

  @Override
  public String title() {
    return "Networking modes: how a container's packets come out, and back";
  }

  @Override
  public int chapter() {
    return 9;
  }

  @Override
  public List<Experiment> experiments() {
    return new NetworkingExperiments(new NetNamespace(), NatTable.named("md")).all();
  }
}
