package dev.minidocker.labs.security;

import dev.minidocker.linux.Program;

/** Takes from a container what it does not need. */
public interface SecurityMechanism {

  /** The steps that hide, or make read-only, what /proc shows of the whole machine. */
  Program guardProc();

  /** The steps that hide what /sys shows of the whole machine. */
  Program guardSys();

  /** The steps that take every capability but the kept ones out of reach for good. */
  Program limit(Privileges privileges);

  /** The steps that become the user; after them there is no way back. */
  Program become(Identity identity, Privileges privileges);
}
