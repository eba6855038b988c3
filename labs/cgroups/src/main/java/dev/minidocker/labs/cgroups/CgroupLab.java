package dev.minidocker.labs.cgroups;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labs.cgroups.limits.ControlGroups;
import dev.minidocker.labs.cgroups.limits.DelegationExperiments;
import dev.minidocker.labs.cgroups.limits.DiskExperiments;
import dev.minidocker.labs.cgroups.limits.FreezerExperiments;
import dev.minidocker.labs.cgroups.limits.GroupDelegation;
import dev.minidocker.labs.cgroups.limits.GroupFreezer;
import dev.minidocker.labs.cgroups.limits.HugePageExperiments;
import dev.minidocker.labs.cgroups.limits.LimitExperiments;
import dev.minidocker.labs.cgroups.limits.MemoryExperiments;
import dev.minidocker.labs.cgroups.limits.PriorityExperiments;
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
    ControlGroups groups = new ControlGroups();
    all.addAll(new LimitExperiments(groups).all());
    all.addAll(new PriorityExperiments(groups).all());
    all.addAll(new MemoryExperiments(groups).all());
    all.addAll(new HugePageExperiments(groups).all());
    all.addAll(new DiskExperiments(groups).all());
    all.addAll(new FreezerExperiments(groups, new GroupFreezer()).all());
    all.addAll(new DelegationExperiments(groups, new GroupDelegation()).all());
    return all;
  }
}
