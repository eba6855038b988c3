package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.route.LinkMessage;

/**
 * Which link is meant: by its index, or by its name, in the network namespace that is asked.
 *
 * @param index 0 if the name says it
 * @param name "" if the index says it
 */
public record LinkId(int index, String name) {

  public static LinkId of(int index) {
    if (index <= 0) {
      throw new IllegalArgumentException("a link's index is 1 or more, not " + index);
    }
    return new LinkId(index, "");
  }

  public static LinkId named(String name) {
    return new LinkId(0, NewLink.checked(name));
  }

  /** The attributes that name it; an index is in the structure in front of them. */
  Attributes attributes() {
    return index == 0 ? Attributes.NONE.with(LinkMessage.IFLA_IFNAME, name) : Attributes.NONE;
  }

  @Override
  public String toString() {
    return index == 0 ? name : "index " + index;
  }
}
