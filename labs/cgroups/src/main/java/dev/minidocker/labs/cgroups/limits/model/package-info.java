/** Limits in a tree of groups, without a kernel: {@code admin-guide/cgroup-v1/pids.rst}. */
package dev.minidocker.labs.cgroups.limits.model;
