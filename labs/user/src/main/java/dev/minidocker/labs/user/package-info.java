/**
 * The user lab: an ordinary user is root, where that is harmless.
 *
 * <p>Protocol of {@link dev.minidocker.labs.user.UserMechanism}: make the namespace; then {@code
 * mapSelf}, as the first thing that its first process does. Until then every id is the overflow id,
 * and exec takes all capabilities away.
 *
 * <p>What it cannot do: map more than one user and one group without a privileged helper; set
 * supplementary groups under such a map; make devices; allow what the kernel allows only to root of
 * the first user namespace.
 *
 * <p>Explained in the chapter on user namespaces.
 */
package dev.minidocker.labs.user;
