package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.route.LinkMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A link that does not exist yet.
 *
 * @param name at most 15 bytes, none of them a slash, a colon or white space
 * @param index the number that it gets, so that later requests can be written before it exists; 0
 *     leaves the choice to the kernel
 * @param master the index of the bridge that it becomes a port of; 0 is none
 * @param up whether it is switched on from the beginning
 * @param hardware its address on its own medium; empty leaves the choice to the kernel
 */
public record NewLink(
    String name, int index, int master, boolean up, Optional<HardwareAddress> hardware) {
  /** {@code IFNAMSIZ} of {@code include/uapi/linux/if.h}, less its NUL. */
  private static final int LONGEST_NAME = 15;

  public NewLink {
    checked(name);
    if (index < 0 || master < 0) {
      throw new IllegalArgumentException("a link's index is not negative");
    }
  }

  /** A link that the kernel numbers, down, of no bridge. */
  public static NewLink named(String name) {
    return new NewLink(name, 0, 0, false, Optional.empty());
  }

  public NewLink withIndex(int newIndex) {
    return new NewLink(name, newIndex, master, up, hardware);
  }

  public NewLink inBridge(int newMaster) {
    return new NewLink(name, index, newMaster, up, hardware);
  }

  public NewLink switchedOn() {
    return new NewLink(name, index, master, true, hardware);
  }

  public NewLink withHardware(HardwareAddress address) {
    return new NewLink(name, index, master, up, Optional.of(address));
  }

  /** Refuses what the kernel would refuse, EINVAL or ERANGE. */
  static String checked(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a link's name of " + length + " bytes: it has 1 to " + LONGEST_NAME);
    } else if (name.matches("(?s)\\.\\.?|.*[/:\\x00\\x09-\\x0d\\x20].*")) {
      throw new IllegalArgumentException(
          "not a link's name: " + name + ". No slash, colon, space or NUL is in one");
    }
    return name;
  }

  /** The structure and attributes of a link with all of this, and {@code more} behind them. */
  LinkMessage message(Attributes more) {
    Attributes attributes = Attributes.NONE.with(LinkMessage.IFLA_IFNAME, name);
    if (master > 0) {
      attributes = attributes.with(LinkMessage.IFLA_MASTER, master);
    }
    if (hardware.isPresent()) {
      ByteBuffer address = ByteBuffer.wrap(hardware.get().bytes());
      attributes = attributes.with(LinkMessage.IFLA_ADDRESS, address);
    }
    return Links.message(index, up, up, attributes.and(more));
  }
}
