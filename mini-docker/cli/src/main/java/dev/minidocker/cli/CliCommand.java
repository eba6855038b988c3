package dev.minidocker.cli;

import java.util.concurrent.Callable;

/** One of mini-docker's commands: what it accepts, and what it does. */
interface CliCommand extends Callable<Integer> {

  Syntax syntax();
}
