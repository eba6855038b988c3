/**
 * The files that a build may take: a directory without what its {@code .dockerignore} names, and
 * which of them an instruction's sources mean.
 */
package dev.minidocker.build.context;
