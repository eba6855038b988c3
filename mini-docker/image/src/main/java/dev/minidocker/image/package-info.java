/**
 * Images: where a container's files come from.
 *
 * <p>First {@link dev.minidocker.image.ImageStore#open}, then {@link
 * dev.minidocker.image.ImageStore#find} an image, or import one; take a {@link
 * dev.minidocker.image.LayerLease} before the layers are mounted, and close it when they no longer
 * are. Never write into a layer's directory: it belongs to all images that have the layer.
 *
 * <p>Images of one layer, made from archives and from the host's own tools. Registries and
 * Dockerfiles are not here yet.
 */
package dev.minidocker.image;
