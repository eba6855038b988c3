package dev.minidocker.labs.uts;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The names that a container goes by.
 *
 * @param hostname what hostname(1) prints, at most 64 bytes; empty keeps the host's
 * @param domainname the NIS domain name, at most 64 bytes; empty keeps the host's
 */
public record UtsConfig(Optional<String> hostname, Optional<String> domainname) {
  /** {@code __NEW_UTS_LEN} of {@code include/uapi/linux/utsname.h}. */
  private static final int NEW_UTS_LEN = 64;

  public UtsConfig {
    hostname.ifPresent(name -> check("host name", name));
    domainname.ifPresent(name -> check("domain name", name));
  }

  /** Refuses what the kernel would refuse (EINVAL), or keep only up to its NUL. */
  private static void check(String what, String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length > NEW_UTS_LEN) {
      throw new IllegalArgumentException(
          String.format(
              "%s of %d bytes: the kernel keeps at most %d. Choose a shorter one",
              what, length, NEW_UTS_LEN));
    } else if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what + " with a NUL in it: nobody would see what follows. Leave it out");
    }
  }
}
