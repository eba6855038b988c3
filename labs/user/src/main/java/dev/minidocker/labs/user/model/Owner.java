package dev.minidocker.labs.user.model;

/** Whose a file is, as the machine's first namespace numbers users and groups. */
public final class Owner {
  long uid;
  long gid;

  Owner(long uid, long gid) {
    this.uid = uid;
    this.gid = gid;
  }
}
