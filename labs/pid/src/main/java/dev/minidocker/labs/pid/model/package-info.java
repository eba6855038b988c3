/** The theory of PID namespaces, as Java that needs no kernel. */
package dev.minidocker.labs.pid.model;
