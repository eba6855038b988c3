/**
 * Images in one file: what {@code docker save} writes, in its old form ({@code manifest.json}), and
 * in the OCI's ({@code index.json}).
 */
package dev.minidocker.image.archive;
