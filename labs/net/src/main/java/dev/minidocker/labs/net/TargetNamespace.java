package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.LinkMessage;

/** The network namespace that a link goes to. */
public sealed interface TargetNamespace {

  /**
   * That of a process.
   *
   * @param pid as the sender's PID namespace numbers it
   */
  record OfProcess(int pid) implements TargetNamespace {
    @Override
    public Attributes attributes() {
      return Attributes.NONE.with(LinkMessage.IFLA_NET_NS_PID, pid);
    }
  }

  /**
   * The one that a descriptor of the sender refers to, such as an open /proc/PID/ns/net.
   *
   * @param number as the sender numbers it
   */
  record OfDescriptor(int number) implements TargetNamespace {
    @Override
    public Attributes attributes() {
      return Attributes.NONE.with(LinkMessage.IFLA_NET_NS_FD, number);
    }
  }

  /**
   * In a program: the one that an earlier step opened.
   *
   * @param step its name
   */
  record OpenedBy(String step) implements TargetNamespace {
    @Override
    public Attributes attributes() {
      return Attributes.NONE.with(LinkMessage.IFLA_NET_NS_FD, 0);
    }

    @Override
    public Request complete(Request request) {
      return request.endingWithResultOf(step);
    }
  }

  /** What names it in a message; must stand last there. */
  Attributes attributes();

  /** A request that ends with these attributes, once everything is in it. */
  default Request complete(Request request) {
    return request;
  }
}
