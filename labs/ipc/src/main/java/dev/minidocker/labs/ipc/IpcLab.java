package dev.minidocker.labs.ipc;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 5, its first part. */
public final class IpcLab implements Lab {

  @Override
  public String topic() {
    return "ipc";
  }

  @Override
  public String title() {
    return "IPC namespaces: shared memory, semaphores and queues of one's own";
  }

  @Override
  public int chapter() {
    return 5;
  }

  @Override
  public List<Experiment> experiments() {
    return new IpcExperiments(new IpcNamespace()).all();
  }
}
