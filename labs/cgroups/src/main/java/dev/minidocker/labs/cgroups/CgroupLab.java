package dev.minidocker.labs.cgroups;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labs.cgroups.limits.ControlGroups;
import dev.minidocker.labs.cgroups.limits.LimitExperiments;
import java.util.ArrayList;
import java.util.List;

/** Chapter 5, its third part. */
public final class CgroupLab implements Lab {

  @Override
  public String topic() {
    return "cgroups";
  }

  @Override
  public String title() {
    return "Cgroups: limits, and a root of one's own among the groups";
  }

  @Override
  public int chapter() {
    return 5;
  }

  @Override
  public List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>(new CgroupExperiments(new CgroupNamespace()).all());
    all.addAll(new LimitExperiments(new ControlGroups()).all());
    return all;
  }
}
