/**
 * Files from servers, over HTTP: {@link dev.minidocker.image.http.Download}, for archives to
 * import, layers of a registry and what ADD takes from the network. A server that stops sending is
 * not waited for.
 */
package dev.minidocker.image.http;
