/** The theory of IPC namespaces, as Java that needs no kernel. */
package dev.minidocker.labs.ipc.model;
