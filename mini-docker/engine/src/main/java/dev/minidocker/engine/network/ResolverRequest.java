package dev.minidocker.engine.network;

import java.util.List;

/**
 * How a container is to look names up, in the terms of resolv.conf(5); what is not asked is empty,
 * and then as the host has it.
 *
 * @param servers whom to ask
 * @param search domains in which names without a dot are looked up
 * @param options such as {@code ndots:2}
 */
public record ResolverRequest(List<String> servers, List<String> search, List<String> options) {
  /** Nothing in particular. */
  public static final ResolverRequest ANY = new ResolverRequest(List.of(), List.of(), List.of());

  public ResolverRequest {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
    options = List.copyOf(options);
  }
}
