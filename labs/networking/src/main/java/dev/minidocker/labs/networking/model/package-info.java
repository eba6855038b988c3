/** The theory of address translation without a kernel. */
package dev.minidocker.labs.networking.model;
