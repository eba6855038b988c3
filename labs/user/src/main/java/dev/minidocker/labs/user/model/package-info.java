/** The theory of user namespaces, as Java that needs no kernel. */
package dev.minidocker.labs.user.model;
