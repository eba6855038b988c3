/** The theory of UTS namespaces, as Java that needs no kernel. */
package dev.minidocker.labs.uts.model;
