/**
 * Images: where a container's files come from.
 *
 * <p>First {@link dev.minidocker.image.ImageStore#open}, then {@link
 * dev.minidocker.image.ImageStore#find} an image, or import one; take a {@link
 * dev.minidocker.image.LayerLease} before the layers are mounted, and close it when they no longer
 * are. Never write into a layer's directory: it belongs to all images that have the layer.
 *
 * <p>Images come from archives, from the host's own tools, from what others have saved ({@link
 * dev.minidocker.image.archive}) and from registries ({@link dev.minidocker.image.registry}). A
 * layer is kept unpacked, with what is needed to write its tar again ({@code
 * docs/adr/0004-layers-are-written-again.adoc}). Layers compressed by zstd are refused by name.
 */
package dev.minidocker.image;
