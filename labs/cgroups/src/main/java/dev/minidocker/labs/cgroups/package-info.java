/**
 * Cgroup namespaces: a container sees its groups as the root of all; cgroup_namespaces(7).
 *
 * <p><b>Objective:</b> say what {@code /proc/PID/cgroup} and mountinfo show to whom, why a process
 * must be in its group before it makes the namespace, and what {@code /../..} means.
 *
 * <p><b>What it does not cover:</b> what groups are good for, which is to count and to limit; and
 * permission: a namespace changes the view, and keeps nobody from moving.
 *
 * <p><b>Try first:</b> {@code unshare --user --map-root-user --cgroup cat /proc/self/cgroup}
 *
 * <p>{@link dev.minidocker.labs.cgroups.CgroupMechanism} is the mechanism, {@link
 * dev.minidocker.labs.cgroups.model.CgroupModel} the theory, {@link
 * dev.minidocker.labs.cgroups.CgroupExperiments} what there is to see.
 */
package dev.minidocker.labs.cgroups;
