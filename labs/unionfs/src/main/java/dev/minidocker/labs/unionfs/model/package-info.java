/** Union file systems without a kernel: what is seen, and what a change writes where. */
package dev.minidocker.labs.unionfs.model;
