package dev.minidocker.labs.mnt.model;

/**
 * A mount namespace.
 *
 * @param number in the order in which they were made
 * @param owner which user namespace owns it; 0 for that of whoever acts
 */
record Namespace(int number, int owner) {}
