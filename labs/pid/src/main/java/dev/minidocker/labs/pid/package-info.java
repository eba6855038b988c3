/**
 * PID namespaces: a process may be number one, and see only its own; pid_namespaces(7).
 *
 * <p><b>Objective:</b> say what a process id is (a number for each namespace that the process can
 * be seen from), what number one owes its namespace, and why {@code --init} exists.
 *
 * <p><b>What it does not cover:</b> how many processes there may be (the cgroups lab), and what a
 * process may do to another that it can see (the security lab).
 *
 * <p><b>Try first:</b> {@code unshare --user --map-root-user --pid --fork --mount-proc ps ax}
 *
 * <p>{@link dev.minidocker.labs.pid.PidMechanism} is the mechanism, {@link
 * dev.minidocker.labs.pid.model.PidModel} the theory, {@link
 * dev.minidocker.labs.pid.PidExperiments} what there is to see, {@link
 * dev.minidocker.labs.pid.InitProgram} a number one that does its duties.
 */
package dev.minidocker.labs.pid;
