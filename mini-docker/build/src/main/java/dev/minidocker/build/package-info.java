/**
 * {@code build}: from a Dockerfile and files to an image, and what earlier builds save later ones.
 */
package dev.minidocker.build;
