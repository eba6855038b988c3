package dev.minidocker.exercises.uts;

import dev.minidocker.labs.uts.UtsConfig;
import dev.minidocker.labs.uts.UtsMechanism;
import dev.minidocker.linux.Program;

/**
 * Exercise 1: the mechanism that gives a container its names.
 *
 * <p>A program is a list of steps, a step is a system call: {@code Step.of(Syscall.GETPID)}. Give
 * each step its reason by {@code because}. Once this passes, {@code bin/mini-docker --mine run}
 * runs containers on it.
 *
 * <p>Hint: sethostname(2), setdomainname(2); {@code dev.minidocker.linux.Arg}.
 */
public final class MyUtsNames implements UtsMechanism {

  @Override
  public Program program(UtsConfig config) {
    // TODO: one system call for each name that the configuration has
    return Program.EMPTY;
  }
}
