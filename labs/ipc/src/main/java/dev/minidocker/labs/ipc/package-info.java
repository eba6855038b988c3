/**
 * IPC namespaces: System V memory, semaphores and queues, and POSIX queues, of one's own;
 * ipc_namespaces(7).
 *
 * <p><b>Objective:</b> say what is found by a key, by an id, and by a name; who can find it; and
 * when it goes away, which is not when its last user ends.
 *
 * <p><b>What it does not cover:</b> POSIX shared memory and named semaphores, which are files in a
 * tmpfs (the mnt lab); pipes, sockets and signals, which belong to processes and other namespaces.
 *
 * <p><b>Try first:</b> {@code unshare --user --map-root-user --ipc sh -c 'ipcmk -Q; ipcs -q'; ipcs
 * -q}
 *
 * <p>{@link dev.minidocker.labs.ipc.IpcMechanism} is the mechanism, {@link
 * dev.minidocker.labs.ipc.model.IpcModel} the theory, {@link
 * dev.minidocker.labs.ipc.IpcExperiments} what there is to see.
 */
package dev.minidocker.labs.ipc;
