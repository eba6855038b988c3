/**
 * The {@code lab} command: lists, shows, runs and performs the experiments of all {@linkplain
 * dev.minidocker.labkit.Lab labs} on the class path, explains what they meet, finds out what this
 * machine allows, and puts it back.
 *
 * <p>{@link dev.minidocker.labkit.command.Main} begins with the arguments. Each command has a class
 * of its own, which gets what it works with from a {@code Session}: the labs, a {@code Page} to
 * write on, and the learner's {@code Progress}.
 *
 * <p>Exit codes: 0 all is as expected; 1 something is not; 2 the command line makes no sense; 3
 * this machine cannot do what was asked.
 */
package dev.minidocker.labkit.command;
