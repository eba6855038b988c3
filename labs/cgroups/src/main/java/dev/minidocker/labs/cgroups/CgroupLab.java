package dev.minidocker.labs.cgroups;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 5, its third part. */
public final class CgroupLab implements Lab {

  @Override
  public String topic() {
    return "cgroups";
  }

  @Override
  public String title() {
    return "Cgroup namespaces: a root of one's own among the groups";
  }

  @Override
  public int chapter() {
    return 5;
  }

  @Override
  public List<Experiment> experiments() {
    return new CgroupExperiments(new CgroupNamespace()).all();
  }
}
