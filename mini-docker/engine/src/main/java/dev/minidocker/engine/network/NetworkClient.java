package dev.minidocker.engine.network;

import dev.minidocker.linux.proc.ProcessIdentity;
import java.util.Optional;

/**
 * A new container, as networks see it.
 *
 * @param id 64 hexadecimal digits
 * @param name by which others are to find it, beside its id and aliases
 * @param rootless whether it is in a user namespace, whose root may change nothing of the host
 * @param other a process in the network namespace that it is to share
 * @param sweep removes what is left of containers that are dead
 */
public record NetworkClient(
    String id,
    Optional<String> name,
    boolean rootless,
    Optional<ProcessIdentity> other,
    Runnable sweep) {}
