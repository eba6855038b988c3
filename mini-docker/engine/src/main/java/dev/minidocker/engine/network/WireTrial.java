package dev.minidocker.engine.network;

import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.labs.net.TargetNamespace;
import dev.minidocker.labs.net.Uplink;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks the kernel whether links of a kind can stand on a parent, before a network is made of it: a
 * thread makes one in a network namespace of its own, with which it goes, whoever is killed.
 */
final class WireTrial {
  private static final int INDEX = (1 << 30) - 1; // no link of a host gets so far

  private WireTrial() {}

  /**
   * Makes one, and removes it.
   *
   * @param option of which the parent is the value
   * @throws NetworkException if the kernel refuses, with its reason
   */
  static void run(NetworkSpec spec, Uplink.Wire wire, String option) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                makeAndRemove(wire);
                done.complete(null);
              } catch (RuntimeException e) {
                done.completeExceptionally(e);
              }
            },
            "trial of a link")
        .start();
    try {
      done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ErrnoException refusal) {
        throw new NetworkException(
            "-o " + option + "=" + spec.options().get(option) + ": " + refusal.getMessage(), e);
      }
      throw e;
    }
  }

  private static void makeAndRemove(Uplink.Wire wire) {
    try (Rtnetlink host = Rtnetlink.here()) {
      Kernel.call(Syscall.UNSHARE, (int) NetMechanism.NAMESPACE.bits());
      try (Fd here = Fd.open("/proc/thread-self/ns/net", 0, 0);
          Rtnetlink own = Rtnetlink.here()) {
        NewLink link = NewLink.named("eth0").withIndex(INDEX);
        host.execute(wire.create(link, new TargetNamespace.OfDescriptor(here.number())));
        own.execute(Links.delete(LinkId.of(INDEX))); // the namespace itself takes its time
      }
    }
  }
}
