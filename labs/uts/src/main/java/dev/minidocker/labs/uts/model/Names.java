package dev.minidocker.labs.uts.model;

/**
 * What a UTS namespace holds: two fields of {@code struct new_utsname}.
 *
 * @param host the host name
 * @param domain the NIS domain name
 */
public record Names(String host, String domain) {}
