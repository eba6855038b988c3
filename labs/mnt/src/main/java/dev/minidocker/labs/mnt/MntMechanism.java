package dev.minidocker.labs.mnt;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives a process a file tree of its own.
 *
 * <p>First {@link #isolate}, then {@link #take} what is needed of the host's tree, then {@link
 * #enter}; after {@link #leave} nothing of the host can be named any more, and what was taken is
 * put in its place by {@link #attach}.
 */
public interface MntMechanism {

  CloneFlag NAMESPACE = CloneFlag.CLONE_NEWNS;

  /**
   * The steps after which no mount made here is seen outside, and none made outside is seen here.
   */
  Program isolate();

  /** The steps that take hold of what will be attached, while the host's paths mean something. */
  Program take(List<Attachment> attachments);

  /** The steps that make {@code newRoot}, a mount point, the root; the old one is still there. */
  Program enter(Path newRoot);

  /** The steps that let go of the old root. */
  Program leave();

  /** The steps that make the places, and mount there what was taken. */
  Program attach(List<Attachment> attachments);

  /** The steps that take hold of the host's devices, where they cannot be made. */
  Program takeDevices(Devices devices);

  /** The steps that fill /dev. */
  Program devices(Devices devices);

  /** The steps that make a directory and all above it, where they are missing. */
  Program directories(String path);

  /** The steps after which the root file system can no longer be changed. */
  Program makeRootReadOnly();
}
