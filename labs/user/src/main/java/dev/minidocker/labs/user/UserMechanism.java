package dev.minidocker.labs.user;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;
import java.util.List;

/** Lets an ordinary user be root, in a namespace where that is harmless. */
public interface UserMechanism {

  /** The namespace that whoever runs the program must be in a new one of. */
  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWUSER;

  /**
   * What the program {@linkplain dev.minidocker.linux.Report#ask asks}, if it cannot map itself:
   * the starter makes the {@link #acts} and lets it go on.
   */
  int QUESTION = 0x6d_61_70; // "map": no other question has this number

  /**
   * The steps by which the first process of a new user namespace comes to its ids: it writes the
   * maps, or waits until its starter has. A starter that dies meanwhile ends it (end of file).
   */
  Program program(UserConfig config);

  /** What the starter does while the program waits; nothing if it maps itself. */
  List<StarterAct> acts(UserConfig config);
}
