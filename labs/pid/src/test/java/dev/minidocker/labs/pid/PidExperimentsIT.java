package dev.minidocker.labs.pid;

import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Requires;

@Requires(Need.NAMESPACES)
class PidExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new PidLab();
  }
}
