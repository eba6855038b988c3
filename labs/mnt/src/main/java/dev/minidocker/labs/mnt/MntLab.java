package dev.minidocker.labs.mnt;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 4. */
public final class MntLab implements Lab {

  @Override
  public String topic() {
    return "mnt";
  }

  @Override
  public String title() {
    return "mount namespaces: a file tree of one's own";
  }

  @Override
  public int chapter() {
    return 4;
  }

  @Override
  public String objective() {
    return "say who sees a mount and why, what a container calls /, and why chroot "
        + "is not enough.";
  }

  @Override
  public List<Experiment> experiments() {
    return new MntExperiments(new MntNamespace()).all();
  }
}
