package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.linux.Program;

/**
 * Stops the processes of a group that was made with {@link Freezable}, and lets them go on. They do
 * not notice, as they would notice SIGSTOP: no signal is sent, and no parent is told.
 *
 * <p>The steps are for a process outside of the group: one that froze itself could not thaw itself.
 * The kernel may take a moment: what has come of it, {@link FreezerState#of} says.
 */
public interface FreezerMechanism {

  /** The steps that stop them; stopped already, they stay so. */
  Program freeze(Group group);

  /** The steps that let them go on; they do not if a group above is frozen. */
  Program thaw(Group group);
}
