package dev.minidocker.linux;

import static dev.minidocker.linux.proc.Namespace.Kind.CGROUP;
import static dev.minidocker.linux.proc.Namespace.Kind.IPC;
import static dev.minidocker.linux.proc.Namespace.Kind.MNT;
import static dev.minidocker.linux.proc.Namespace.Kind.NET;
import static dev.minidocker.linux.proc.Namespace.Kind.PID;
import static dev.minidocker.linux.proc.Namespace.Kind.TIME;
import static dev.minidocker.linux.proc.Namespace.Kind.USER;
import static dev.minidocker.linux.proc.Namespace.Kind.UTS;

import dev.minidocker.linux.proc.Namespace.Kind;
import java.util.Optional;

/** Flags of clone3(2) and unshare(2); {@code include/uapi/linux/sched.h}. */
public enum CloneFlag implements Flag {
  CLONE_NEWTIME(0x80, TIME),
  CLONE_FS(0x200),
  CLONE_FILES(0x400),
  CLONE_PARENT(0x8000),
  CLONE_NEWNS(0x20000, MNT),
  CLONE_NEWCGROUP(0x2000000, CGROUP),
  CLONE_NEWUTS(0x4000000, UTS),
  CLONE_NEWIPC(0x8000000, IPC),
  CLONE_NEWUSER(0x10000000, USER),
  CLONE_NEWPID(0x20000000, PID),
  CLONE_NEWNET(0x40000000, NET);

  private final long bits;
  private final Optional<Kind> kind;

  CloneFlag(long bits) {
    this.bits = bits;
    this.kind = Optional.empty();
  }

  CloneFlag(long bits, Kind kind) {
    this.bits = bits;
    this.kind = Optional.of(kind);
  }

  /** The kind of namespace that this flag makes a new one of, if it does. */
  public Optional<Kind> kind() {
    return kind;
  }

  @Override
  public long bits() {
    return bits;
  }
}
