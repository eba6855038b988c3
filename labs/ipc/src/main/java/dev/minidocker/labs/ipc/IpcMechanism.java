package dev.minidocker.labs.ipc;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Gives a container what its processes talk through, and nothing of anybody else's. */
public interface IpcMechanism {

  /** The namespace of System V objects and POSIX queues; whoever runs the steps is in a new one. */
  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWIPC;

  /**
   * The steps that mount {@code shm} and {@code mqueue} in the directory, where they must not be
   * yet. They are for a mount namespace of one's own.
   */
  Program fileSystems(IpcConfig config);

  /** The steps that set the limits of the namespace; before {@code /proc/sys} is read-only. */
  Program limits(IpcConfig config);
}
