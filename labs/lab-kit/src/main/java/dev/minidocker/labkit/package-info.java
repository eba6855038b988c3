/**
 * What all labs share: {@linkplain dev.minidocker.labkit.Experiment experiments} as values, the
 * {@linkplain dev.minidocker.labkit.Sandbox sandbox} in which they run, the {@linkplain
 * dev.minidocker.labkit.ExperimentRunner runner} that carries them out and checks that nothing
 * stays behind.
 *
 * <p>First describe ({@code Experiment}, {@code Scene}, {@code Look}: pure values), then run, then
 * read the {@link dev.minidocker.labkit.Transcript}. Nothing here needs a root file system: what a
 * container sees is asked by system calls, not by shell commands.
 *
 * <p>What it does not cover: images, layers, terminals. Those belong to the engine.
 */
package dev.minidocker.labkit;
