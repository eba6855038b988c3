/**
 * Mount propagation without a kernel: {@link dev.minidocker.labs.mnt.model.Propagation} has the
 * rules, {@link dev.minidocker.labs.mnt.model.MountModel} the operations and refusals, {@link
 * dev.minidocker.labs.mnt.model.Mutants} wrong rules for laws to be tried on.
 *
 * <p>What it cannot do: flags of mounts (read-only, nosuid), files, pivot_root, and the busyness of
 * a mount that a process uses.
 */
package dev.minidocker.labs.mnt.model;
