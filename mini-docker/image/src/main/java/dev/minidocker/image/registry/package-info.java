/**
 * Images from registries and to them, by the OCI distribution-spec over HTTP.
 *
 * <p>First {@link dev.minidocker.image.registry.RemoteReference#parse} a name, then {@link
 * dev.minidocker.image.registry.Pull} or {@link dev.minidocker.image.registry.Push}. Whatever a
 * registry sends is held against the digest by which it was asked for. Credentials are kept in
 * {@code ~/.docker/config.json}, as {@link dev.minidocker.image.registry.DockerConfig} says; helper
 * programs for them are not run.
 */
package dev.minidocker.image.registry;
