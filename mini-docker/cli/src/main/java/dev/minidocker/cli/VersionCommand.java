package dev.minidocker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mini-docker version}. */
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Runnable {

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Override
  public void run() {
    System.out.println(String.join(System.lineSeparator(), new Version().getVersion()));
  }
}
