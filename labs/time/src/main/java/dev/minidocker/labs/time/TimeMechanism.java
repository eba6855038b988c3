package dev.minidocker.labs.time;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Gives a container clocks that begin where they shall: one that has moved keeps its uptime. */
public interface TimeMechanism {

  /** Asked for by clone3, it is too late for offsets: the child is in it at once. */
  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWTIME;

  /** The steps that make a namespace for children to come, and set its clocks. */
  Program offsets(TimeConfig config);

  /** The steps by which the process itself enters the namespace of its children to come. */
  Program enter();
}
