/**
 * The security lab: what a container does not need is taken from it.
 *
 * <p>Protocol of {@link dev.minidocker.labs.security.SecurityMechanism}: {@code guardProc} when
 * /proc and a trustworthy /dev/null are there, {@code guardSys} when /sys is, and both before
 * anything of the user's is attached, which could stand in for them; then {@code limit}, while
 * CAP_SETPCAP is there; then {@code become}, last: nothing that needs a privilege can follow.
 *
 * <p>What it cannot do: filter system calls, or hold back a container that keeps CAP_SYS_ADMIN.
 *
 * <p>Explained in the chapter on capabilities.
 */
package dev.minidocker.labs.security;
