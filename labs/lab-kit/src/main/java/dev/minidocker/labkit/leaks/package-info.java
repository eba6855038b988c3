/**
 * What experiments leave on the machine when they are killed, and how it is put back.
 *
 * <p>Almost everything that an experiment makes goes with its namespaces, and its processes end
 * with the JVM. What is outside of them is a {@link dev.minidocker.labkit.leaks.Trace}, which is
 * first written into a {@link dev.minidocker.labkit.leaks.Journal} and then made. A journal without
 * a lock is one whose experiment was killed; {@link dev.minidocker.labkit.leaks.Leaks} finds what
 * is left of it, {@link dev.minidocker.labkit.leaks.Restoration} removes that, the latest first.
 *
 * <p>What it does not do: touch what only looks as if an experiment had made it. Packet filter
 * rules are no traces: those of experiments live in their own network namespaces, and go with them.
 */
package dev.minidocker.labkit.leaks;
