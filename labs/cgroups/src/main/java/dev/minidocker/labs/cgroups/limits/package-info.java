/**
 * Groups that limit what the processes in them may use, and count it; cgroups(7).
 *
 * <p>First say what is wanted, as {@link dev.minidocker.labs.cgroups.limits.Limit}s; then find out
 * where this machine allows groups, {@link dev.minidocker.labs.cgroups.limits.GroupRoots}; the two
 * make a {@link dev.minidocker.labs.cgroups.limits.Group}, and that becomes a program by {@link
 * dev.minidocker.labs.cgroups.limits.LimitMechanism}. What the kernel has counted is read through
 * {@link dev.minidocker.labs.cgroups.limits.GroupAccounts}.
 *
 * <p>Version 1 and version 2 of the kernel's interface differ in names, units and meanings; all of
 * that is in the {@code settings} of the limits, which are pure functions.
 */
package dev.minidocker.labs.cgroups.limits;
