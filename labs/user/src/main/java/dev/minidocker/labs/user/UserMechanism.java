package dev.minidocker.labs.user;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;

/** Lets an ordinary user be root, in a namespace where that is harmless. */
public interface UserMechanism {

  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWUSER;

  /** The steps by which the first process of a new user namespace writes its own maps. */
  Program mapSelf(SingleIdMap map);
}
