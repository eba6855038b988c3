package dev.minidocker.labs.net;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Gives a process a network of its own. */
public interface NetMechanism {

  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWNET;

  /** The steps that switch the loopback interface on; a new namespace has it, but down. */
  Program loopbackUp();

  /**
   * The steps that reach out of a network namespace before it exists: while the process is still in
   * the host's, it opens what {@link #connect} needs of that. Needs /proc.
   *
   * @param name with which the names of the steps begin; the same for {@code connect}
   */
  Program openHost(String name);

  /**
   * The steps that connect the network namespace in which the process is by then to a link of the
   * one in which {@link #openHost} was; and close what that had opened. Needs CAP_NET_ADMIN over
   * both.
   */
  Program connect(String name, Endpoint endpoint);

  /**
   * The steps that mount /sys in the current root. It shows the network devices of the namespace of
   * who mounts it, and may be mounted by the owner of that namespace only.
   *
   * @param readOnly whether the settings of the machine's devices cannot be changed through it
   */
  Program mountSys(boolean readOnly);
}
