package dev.minidocker.labs.user;

/**
 * The one user and one group that exist in the namespace: all that an ordinary user may map without
 * help.
 *
 * @param insideUid the user id inside
 * @param outsideUid the same user outside: the effective user id of who makes the namespace
 * @param insideGid the group id inside
 * @param outsideGid the same group outside
 */
public record SingleIdMap(int insideUid, int outsideUid, int insideGid, int outsideGid) {}
