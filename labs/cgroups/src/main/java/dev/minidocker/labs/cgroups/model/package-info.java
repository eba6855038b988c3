/** The theory of cgroup namespaces, as Java that needs no kernel. */
package dev.minidocker.labs.cgroups.model;
