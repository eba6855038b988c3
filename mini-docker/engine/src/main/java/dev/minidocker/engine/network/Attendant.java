package dev.minidocker.engine.network;

import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Tasks;

/** A process that serves this JVM for as long as that lives. */
final class Attendant {
  private Attendant() {}

  /**
   * How it begins: without what this JVM has open, to die when this JVM does, and apart from the
   * user's terminal, whose signals are not for it.
   */
  static Program begins() {
    return Program.of(
        Descriptors.closeFrom(Report.FD + 1),
        Tasks.dieWithParent(),
        Report.starterLives(),
        Tasks.newSession());
  }
}
