/**
 * A client of <a href="https://etcd.io/docs/v3.4/">etcd</a>, the store of keys and values that
 * several hosts agree on, as far as networks need it: first {@link
 * dev.minidocker.engine.network.etcd.Etcd} is made for an address, then it is asked; nothing is
 * kept open in between. It speaks JSON over HTTP, as etcd's gateway has it; TLS and passwords it
 * does not know.
 */
package dev.minidocker.engine.network.etcd;
