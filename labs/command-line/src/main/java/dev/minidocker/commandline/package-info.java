/**
 * How the commands of this project describe what they accept, and say what is wrong with a command
 * line: {@link dev.minidocker.commandline.Syntax} and {@link dev.minidocker.commandline.Misuse}
 * around picocli, built by hand because that starts fastest.
 *
 * <p>First each {@link dev.minidocker.commandline.Command} describes its {@code Syntax}, then
 * {@link dev.minidocker.commandline.CommandTable} sets up the one that was asked for, then picocli
 * parses and calls it.
 */
package dev.minidocker.commandline;
