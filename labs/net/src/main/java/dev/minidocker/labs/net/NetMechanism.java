package dev.minidocker.labs.net;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Gives a process a network of its own. */
public interface NetMechanism {

  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWNET;

  /** The steps that switch the loopback interface on; a new namespace has it, but down. */
  Program loopbackUp();
}
