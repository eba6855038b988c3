/**
 * Lab 0: system calls as values, and the compiler that makes a program of them.
 *
 * <p>First describe: the factories ({@link dev.minidocker.linux.Mounts}, {@link
 * dev.minidocker.linux.Tasks}, {@link dev.minidocker.linux.Nodes}, …) return {@link
 * dev.minidocker.linux.Step}s, and a {@link dev.minidocker.linux.Program} is an ordered list of
 * them. Then start: {@link dev.minidocker.linux.Launcher} compiles it ({@link
 * dev.minidocker.linux.Elf}) and has the kernel run it; the {@link dev.minidocker.linux.Child}
 * tells how it went. Never make a call of a container from the virtual machine itself: {@link
 * dev.minidocker.linux.Kernel} is for the parent's side.
 *
 * <p>What it cannot do: a program has no arithmetic. It passes results on, compares them with
 * numbers that were known before, and nothing else.
 *
 * <p>This is the only package that calls native code. Its chapter is README.adoc of this module.
 */
package dev.minidocker.linux;
