package dev.minidocker.labs.uts;

import java.util.Optional;

/**
 * The names that a container goes by.
 *
 * @param hostname what hostname(1) prints, at most 64 bytes; empty keeps the host's
 * @param domainname the NIS domain name, at most 64 bytes; empty keeps the host's
 */
public record UtsConfig(Optional<String> hostname, Optional<String> domainname) {
  private static final int NEW_UTS_LEN = 64;

  public UtsConfig {
    hostname.ifPresent(name -> check("host name", name));
    domainname.ifPresent(name -> check("domain name", name));
  }

  private static void check(String what, String name) {
    int length = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (length > NEW_UTS_LEN) {
      throw new IllegalArgumentException(
          what
              + " of "
              + length
              + " bytes: the kernel keeps at most "
              + NEW_UTS_LEN
              + ". Choose a shorter one");
    }
  }
}
