package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;

/**
 * Makes a container's group, and the container in it.
 *
 * <p>The starter makes the group by {@link #make}, and the container by {@link #birth}; the
 * container's first steps are {@link #enter}. Before its command runs, the starter must have
 * {@linkplain #guard guarded} the group, and then one of the two {@linkplain #release lets go} of
 * it. The starter itself stays outside: what it uses is not the container's, and a limit cannot
 * hurt it.
 */
public interface LimitMechanism {

  /** The steps that make the group and set its limits, but for those of {@link #guard}. */
  Program make(Group group);

  /**
   * The steps that put at a group what decides about devices, where no file does. That takes the
   * kernel a while, in which the container can be set up.
   */
  Program guard(Group group);

  /** The step that makes the container, having it begin in its group of version 2. */
  Step birth(Group group, Step clone);

  /** The steps by which the container goes to its groups of version 1; the view becomes its own. */
  Program enter(Group group);

  /** The steps that close what was opened to make the container, and the guard, in the group. */
  Program release(Group group);
}
