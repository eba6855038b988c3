package dev.minidocker.cli;

import dev.minidocker.commandline.Printable;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Reads what options about networks are given. Each method throws a {@link NetworkException} that
 * begins with the option if its text can be no such value.
 */
final class NetworkValues {
  private static final String ETHERNET = "[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}";
  private static final int GROUP = 1; // the lowest bit of the first octet; IEEE 802

  private NetworkValues() {}

  /** An address of either version of IP. */
  static InetAddress address(String option, String text) {
    try {
      return IpPrefix.address(text);
    } catch (IllegalArgumentException e) {
      throw new NetworkException(option + " " + text + ": " + e.getMessage(), e);
    }
  }

  static InetAddress address4(String option, String text) {
    return address(option, text, true);
  }

  static InetAddress address6(String option, String text) {
    return address(option, text, false);
  }

  private static InetAddress address(String option, String text, boolean version4) {
    InetAddress address = address(option, text);
    if (address instanceof Inet4Address != version4) {
      throw new NetworkException(
          option + " " + text + ": an address of IPv" + (version4 ? 4 : 6) + " is needed");
    }
    return address;
  }

  /** The hardware address of one link. */
  static HardwareAddress hardware(String option, String text) {
    if (!text.matches(ETHERNET)) {
      throw new NetworkException(option + " " + text + ": write it as in 02:42:ac:11:00:02");
    }
    HardwareAddress address = HardwareAddress.parse(text);
    if (address.octets().stream().allMatch(octet -> octet == 0)) {
      throw new NetworkException(option + " " + text + ": no link can have it");
    }
    if ((address.octets().get(0) & GROUP) != 0) {
      throw new NetworkException(
          option
              + " "
              + text
              + ": it means a group of links, not one: the first two digits make an even number");
    }
    return address;
  }

  /** What stands in a file where words are parted by spaces, and lines by ends of lines. */
  static List<String> words(String option, List<String> words) {
    words.forEach(word -> requireWord(option, word));
    return words;
  }

  static void requireWord(String option, String text) {
    if (!text.matches("[^\\s\\p{Cntrl}]+")) {
      throw new NetworkException(
          option + " \"" + Printable.of(text) + "\": write one word, without spaces");
    }
  }
}
