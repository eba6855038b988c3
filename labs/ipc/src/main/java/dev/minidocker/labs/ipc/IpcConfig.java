package dev.minidocker.labs.ipc;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What processes of a container may use to talk to one another.
 *
 * @param directory where the file systems appear: {@code /dev}, as programs expect
 * @param shmBytes how much POSIX shared memory there may be; docker's {@code --shm-size}
 * @param limits those that are not the kernel's defaults; docker's {@code --sysctl}
 */
public record IpcConfig(String directory, long shmBytes, Map<IpcLimit, String> limits) {
  /** What docker gives: 64 MiB. */
  public static final long DEFAULT_SHM_BYTES = 64L << 20;

  public IpcConfig {
    if (shmBytes <= 0) { // to tmpfs, 0 means: without limit
      throw new IllegalArgumentException(
          "shared memory of " + shmBytes + " bytes: there has to be some. Choose 1 or more");
    }
    limits.forEach(IpcConfig::check);
    Map<IpcLimit, String> ordered = new EnumMap<>(IpcLimit.class);
    ordered.putAll(limits);
    limits = Collections.unmodifiableMap(ordered);
  }

  /** The kernel's defaults, and docker's size, in {@code /dev}. */
  public static IpcConfig defaults() {
    return new IpcConfig("/dev", DEFAULT_SHM_BYTES, Map.of());
  }

  private static void check(IpcLimit limit, String value) {
    if (!value.matches("[0-9]+([ \t]+[0-9]+){0,3}")) {
      throw new IllegalArgumentException(
          limit + "=" + value + ": the kernel takes numbers here. Write digits only");
    }
  }
}
