package dev.minidocker.cli;

import dev.minidocker.build.Progress;
import dev.minidocker.image.ImageStore;
import dev.minidocker.linux.HostTerminal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways to show how a build goes on, as {@code --progress} names them. */
enum BuildProgress {
  PLAIN,
  QUIET,
  TTY;

  private static final int STANDARD_ERROR = 2;
  private static final String AUTO = "auto";

  /**
   * The way that is asked for.
   *
   * @throws IllegalArgumentException if there is none of this name, or it needs a terminal
   */
  static BuildProgress of(String name) {
    boolean atTerminal = HostTerminal.behind(STANDARD_ERROR).isPresent();
    if (name.equals(AUTO)) {
      return atTerminal && !"dumb".equals(System.getenv("TERM")) ? TTY : PLAIN;
    }
    BuildProgress progress =
        Arrays.stream(values())
            .filter(known -> known.toString().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--progress " + name + ": expected one of auto plain quiet tty"));
    if (progress == TTY && !atTerminal) {
      throw new IllegalArgumentException(
          "--progress tty: standard error is not a terminal; use plain, or leave it out");
    }
    return progress;
  }

  /**
   * Begins to show.
   *
   * @param images where there is room for what steps write
   */
  Progress begin(ImageStore images) {
    Optional<HostTerminal> terminal =
        this == TTY ? HostTerminal.behind(STANDARD_ERROR) : Optional.empty();
    if (terminal.isPresent()) {
      LiveWindow window = new LiveWindow(terminal.get()::size, System.err);
      return new LiveProgress(window, System.err, images.scratchFile());
    }
    return this == QUIET ? new QuietProgress(images.scratchFile()) : new PlainProgress();
  }

  /** How images that come from registries are shown: lines have no place among those in motion. */
  ReportedPull pulls() {
    return this == PLAIN ? ReportedPull.onStandardOutput() : ReportedPull.quiet();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
