/**
 * What the kernel tells about processes through the proc file system, as records; proc(5).
 *
 * <p>First choose a process, {@link dev.minidocker.linux.proc.Procfs#process}; then read one of its
 * files. What is read was true a moment ago: a process may end, and a mount may go, between two
 * reads. Parsers are pure and take text, so that they can be tried without a kernel.
 *
 * <p>{@link dev.minidocker.linux.proc.Snapshot} compares two such moments: what an experiment has
 * left behind.
 */
package dev.minidocker.linux.proc;
