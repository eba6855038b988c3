/**
 * The Dockerfile as text: from lines to instructions, each with the place where it stands, and the
 * variables in them. Nothing here touches a file, an image or the kernel.
 *
 * <p>Source: the Dockerfile reference, docs.docker.com/reference/dockerfile.
 */
package dev.minidocker.build.dockerfile;
