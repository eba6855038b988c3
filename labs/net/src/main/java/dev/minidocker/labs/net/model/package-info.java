/** The theory of network namespaces, as Java that needs no kernel. */
package dev.minidocker.labs.net.model;
