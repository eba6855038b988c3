package dev.minidocker.labs.cgroups.limits;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Devices that may be used, and how.
 *
 * @param kind character or block devices
 * @param major the first part of the number, or {@link #ANY}
 * @param minor the second part, or {@link #ANY}
 * @param access what is allowed
 */
public record DeviceRule(Kind kind, int major, int minor, Set<Access> access) {
  public static final int ANY = -1;

  /** Numbers mean nothing without the kind. The codes are version 2's, {@code BPF_DEVCG_DEV_*}. */
  public enum Kind {
    BLOCK('b', 1),
    CHARACTER('c', 2);

    private final char letter;
    private final int code;

    Kind(char letter, int code) {
      this.letter = letter;
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** What can be done with a device. The bits are version 2's, {@code BPF_DEVCG_ACC_*}. */
  public enum Access {
    READ('r', 2),
    WRITE('w', 4),
    MAKE('m', 1);

    private final char letter;
    private final int bit;

    Access(char letter, int bit) {
      this.letter = letter;
      this.bit = bit;
    }

    /** As in {@code rwm}. */
    public char letter() {
      return letter;
    }

    int bit() {
      return bit;
    }
  }

  /** Nothing to be found in a container's {@code /dev} of docker's is missing here. */
  static final List<DeviceRule> USUAL =
      List.of(
          new DeviceRule(Kind.CHARACTER, ANY, ANY, EnumSet.of(Access.MAKE)),
          new DeviceRule(Kind.BLOCK, ANY, ANY, EnumSet.of(Access.MAKE)),
          all(1, 3), // null
          all(1, 5), // zero
          all(1, 7), // full
          all(1, 8), // random
          all(1, 9), // urandom
          all(5, 0), // tty
          all(5, 1), // console
          all(5, 2), // ptmx
          all(136, ANY)); // the terminals of /dev/pts

  public DeviceRule {
    access = Set.copyOf(access);
  }

  private static DeviceRule all(int major, int minor) {
    return new DeviceRule(Kind.CHARACTER, major, minor, EnumSet.allOf(Access.class));
  }

  /** Whether it allows all of this. */
  boolean allows(Kind wanted, int wantedMajor, int wantedMinor, Set<Access> asked) {
    return kind == wanted
        && (major == ANY || major == wantedMajor)
        && (minor == ANY || minor == wantedMinor)
        && access.containsAll(asked);
  }

  /** As version 1's {@code devices.allow} takes it. */
  @Override
  public String toString() {
    String letters =
        EnumSet.allOf(Access.class).stream()
            .filter(access::contains)
            .map(one -> String.valueOf(one.letter))
            .collect(Collectors.joining());
    return kind.letter + " " + number(major) + ":" + number(minor) + " " + letters;
  }

  private static String number(int part) {
    return part == ANY ? "*" : Integer.toString(part);
  }
}
