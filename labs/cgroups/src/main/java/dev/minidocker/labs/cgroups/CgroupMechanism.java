package dev.minidocker.labs.cgroups;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Puts a container into its groups, and lets it see nothing above them. */
public interface CgroupMechanism {

  /** Not for clone3: the root would be the starter's group, not the container's. */
  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWCGROUP;

  /** The steps that go to the groups and then make a namespace, whose root these are. */
  Program enter(CgroupConfig config);

  /**
   * The steps that mount the hierarchies from inside; of each the groups below the root are seen.
   * They are for a mount namespace of one's own, after {@link #enter}.
   */
  Program mounts(CgroupConfig config);
}
