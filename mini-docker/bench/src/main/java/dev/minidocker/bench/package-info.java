/**
 * Measures mini-docker against others that do the same work, on the same machine in the same
 * minutes.
 *
 * <p>Only ratios are claims: every {@link dev.minidocker.bench.Contest} takes samples in turn, so
 * that whatever slows the machine slows all of them. Times are printed to give an idea. What is not
 * installed is named as absent.
 *
 * <p>The strictest reference is {@link dev.minidocker.bench.CProgram}: the container's own program
 * in C, one process made by clone(CLONE_VM|CLONE_VFORK), no JVM and no interpreter.
 */
package dev.minidocker.bench;
