package dev.minidocker.labs.uts;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Gives a process names of its own. */
public interface UtsMechanism {

  /** The namespace that the names live in; whoever runs the program must be in a new one. */
  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWUTS;

  /** The steps that set the names, inside the new namespace. */
  Program program(UtsConfig config);
}
