/** The theory of time namespaces, as Java that needs no kernel. */
package dev.minidocker.labs.time.model;
