/**
 * Storage drivers: how a container gets its root file system from its image's layers, and how what
 * it has changed becomes a layer again.
 *
 * <p>First {@link dev.minidocker.engine.storage.StorageDrivers} says which driver a state directory
 * has; then the driver {@linkplain dev.minidocker.engine.storage.StorageDriver#create makes} what a
 * container needs, and its program mounts the {@link dev.minidocker.engine.storage.RootFilesystem}.
 *
 * <p>Layers come as differences. The kernel's overlay file system takes them as they are; the other
 * drivers make the whole tree of each layer beside it, once, and every container begins as a copy
 * of such a tree.
 */
package dev.minidocker.engine.storage;
