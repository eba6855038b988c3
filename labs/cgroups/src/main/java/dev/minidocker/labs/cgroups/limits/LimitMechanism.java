package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;

/**
 * Makes a container's group, and the container in it.
 *
 * <p>The starter makes the group by {@link #make}, and the container by {@link #birth}; the
 * container's first steps are {@link #enter}. The starter itself stays outside: what it uses is not
 * the container's, and a limit cannot hurt it.
 */
public interface LimitMechanism {

  /** The steps that make the group and set its limits. */
  Program make(Group group);

  /** The step that makes the container, having it begin in its group of version 2. */
  Step birth(Group group, Step clone);

  /** The steps by which the container goes to its groups of version 1; the view becomes its own. */
  Program enter(Group group);
}
