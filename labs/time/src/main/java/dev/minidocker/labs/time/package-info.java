/**
 * Time namespaces: an uptime of one's own; time_namespaces(7), Linux 5.6.
 *
 * <p><b>Objective:</b> say which clocks can be offset and why only before somebody looks at them,
 * and what nested namespaces are offset from.
 *
 * <p><b>What it does not cover:</b> the time of day, which no namespace changes, and time zones,
 * which are files and an environment variable.
 *
 * <p><b>Try first:</b> {@code unshare --user --map-root-user --time --boottime 1000000 --fork
 * uptime}
 *
 * <p>{@link dev.minidocker.labs.time.TimeMechanism} is the mechanism, {@link
 * dev.minidocker.labs.time.model.TimeModel} the theory, {@link
 * dev.minidocker.labs.time.TimeExperiments} what there is to see.
 */
package dev.minidocker.labs.time;
