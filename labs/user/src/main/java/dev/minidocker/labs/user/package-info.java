/**
 * User namespaces: root, where that is harmless; user_namespaces(7), capabilities(7).
 *
 * <p><b>Objective:</b> say who a process is (one number for each user namespace that it is seen
 * from), whose files it may touch, and over what its capabilities reach.
 *
 * <p><b>Protocol</b> of {@link dev.minidocker.labs.user.UserMechanism}: first make the namespace;
 * then {@code program}, as the first thing that its first process does. Where that asks {@code
 * QUESTION}, its starter performs the {@code acts} and lets it go on. Until then every id is the
 * overflow id, and exec takes all capabilities away. Never a second time: a map is written once.
 *
 * <p><b>What it cannot do:</b> map more than one user and one group without a privileged helper;
 * make devices; allow what the kernel allows only to root of the first user namespace.
 *
 * <p><b>Try first:</b> {@code unshare --user --map-root-user sh -c 'id; cat /proc/self/uid_map'}
 *
 * <p>{@link dev.minidocker.labs.user.UserMechanism} is the mechanism, {@link
 * dev.minidocker.labs.user.model.UserModel} the theory, {@link
 * dev.minidocker.labs.user.UserExperiments} what there is to see; the page is {@code
 * labs/user/README.adoc}.
 */
package dev.minidocker.labs.user;
