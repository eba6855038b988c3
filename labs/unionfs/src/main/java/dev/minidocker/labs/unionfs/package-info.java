/**
 * The union lab: many directories look like one, and only the uppermost is written.
 *
 * <p>Protocol of {@link dev.minidocker.labs.unionfs.UnionMechanism}: make the directories, the
 * upper and the working one on the same file system; then {@code mount}, in a mount namespace of
 * one's own. Never change a lower directory while it is mounted. What is then seen, and what is
 * written where, {@link dev.minidocker.labs.unionfs.model} says without a kernel.
 *
 * <p>What it cannot do: take more than 500 layers, lie on top of an overlay that has an upper
 * directory, or give files of a layer other owners.
 *
 * <p>Explained in the chapter on union file systems.
 */
package dev.minidocker.labs.unionfs;
