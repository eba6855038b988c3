/**
 * UTS namespaces: a host name, and a NIS domain name, of one's own; uts_namespaces(7).
 *
 * <p><b>Objective:</b> say what a namespace is, on the smallest one there is: a copy at birth,
 * alone afterwards, shared by who was born into it or joined it.
 *
 * <p><b>What it does not cover:</b> name resolution. /etc/hosts and DNS are files and servers, not
 * the kernel's names; the engine writes them.
 *
 * <p><b>Try first:</b> {@code unshare --user --map-root-user --uts sh -c 'hostname box; hostname';
 * hostname}
 *
 * <p>{@link dev.minidocker.labs.uts.UtsMechanism} is the mechanism, {@link
 * dev.minidocker.labs.uts.model.UtsModel} the theory, {@link
 * dev.minidocker.labs.uts.UtsExperiments} what there is to see.
 */
package dev.minidocker.labs.uts;
