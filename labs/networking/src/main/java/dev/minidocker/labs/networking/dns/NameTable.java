package dev.minidocker.labs.networking.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Who is on the networks of a container. Asked anew for every query: others come and go. */
public interface NameTable {

  /**
   * The addresses of whoever has this name or alias; several have the same alias.
   *
   * @param name in small letters, without a dot at its end
   */
  List<InetAddress> addresses(String name);

  /** Whose address this is, as {@code container.network}. */
  Optional<String> name(InetAddress address);

  /** Whether others are asked what is not known here: not for who is to reach nobody outside. */
  default boolean othersAreAsked() {
    return true;
  }
}
