package dev.minidocker.labkit;

import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a user's own files of this project are, as the XDG Base Directory Specification says. */
public final class StateHome {
  private static final int STICKY = 01000;

  private StateHome() {}

  /** {@code mini-docker} in the user's state home; nothing where no variable says where that is. */
  public static Optional<Path> of(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (!state.startsWith("/")) {
      state = home.startsWith("/") ? home + "/.local/state" : "";
    }
    return state.isEmpty() ? Optional.empty() : Optional.of(Path.of(state, "mini-docker"));
  }

  /**
   * Refuses another's home: what root makes there, its owner could not change.
   *
   * @throws IOException naming the owner
   */
  public static void requireOwn(Path file) throws IOException {
    Path existing = file;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    long owner = Integer.toUnsignedLong((Integer) Files.getAttribute(existing, "unix:uid"));
    int mode = (Integer) Files.getAttribute(existing, "unix:mode");
    boolean isForEverybody = (mode & STICKY) != 0; // as /tmp is, where one makes one's own
    if (!isForEverybody && owner != Kernel.call(Syscall.GETUID)) {
      throw new IOException(
          existing
              + " belongs to user "
              + owner
              + ", who could have other files changed through it");
    }
  }
}
