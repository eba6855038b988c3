package dev.minidocker.labs.net;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Gives a process a network of its own. */
public interface NetMechanism {

  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWNET;

  /** The steps that switch the loopback interface on; a new namespace has it, but down. */
  Program loopbackUp();

  /**
   * The steps that mount a read-only /sys in the current root. It shows the network devices of the
   * namespace of who mounts it, and may be mounted by the owner of that namespace only.
   */
  Program mountSys();
}
