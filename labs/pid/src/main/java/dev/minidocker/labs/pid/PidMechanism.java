package dev.minidocker.labs.pid;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Makes a process number one, and shows it only what it can see. */
public interface PidMechanism {

  /** Takes effect for the process that clone3 makes, not for the one that asks. */
  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWPID;

  /**
   * The steps that mount a /proc of the new namespace in the current root; until then /proc still
   * shows the namespace of whoever mounted it.
   */
  Program mountProc();

  /**
   * The program of a process number one that runs the command as its child, hands on signals, reaps
   * orphans, and ends as the command ends.
   *
   * @param command steps that end in an exec or an exit
   */
  Program init(Program command);
}
