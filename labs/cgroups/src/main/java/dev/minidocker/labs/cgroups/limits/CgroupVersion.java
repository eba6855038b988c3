package dev.minidocker.labs.cgroups.limits;

/** The two interfaces that the kernel has; a hybrid machine has controllers in either. */
public enum CgroupVersion {
  /** A tree for each controller, or for some together; {@code admin-guide/cgroup-v1}. */
  V1,
  /** One tree for all; {@code admin-guide/cgroup-v2.rst}. */
  V2
}
