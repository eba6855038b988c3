package dev.minidocker.commandline;

import java.util.concurrent.Callable;

/** A command: what it accepts, and what it does; its result is the exit code. */
public interface Command extends Callable<Integer> {

  Syntax syntax();
}
