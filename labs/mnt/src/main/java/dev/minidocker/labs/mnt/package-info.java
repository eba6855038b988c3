/**
 * The mount lab: a file tree of one's own.
 *
 * <p>Protocol of {@link dev.minidocker.labs.mnt.MntMechanism}: first {@code isolate}, before any
 * mount; then {@code take} and {@code takeDevices}, while the host's paths mean something; then
 * {@code enter}; mounts that need the host's /proc to be there still; then {@code leave}, which
 * proves that the host's tree is out of reach; only then {@code devices} and {@code attach}. Never
 * a path of the host after {@code leave}, and never one of the container before {@code enter}.
 *
 * <p>What it cannot do: hide what was open before (close descriptors first), limit how much is
 * written, or keep a process with CAP_SYS_ADMIN from mounting what it likes.
 *
 * <p>Explained in the lab page, {@code labs/mnt/README.adoc}, which begins with propagation, the
 * theory of which is {@link dev.minidocker.labs.mnt.model.MountModel}.
 */
package dev.minidocker.labs.mnt;
