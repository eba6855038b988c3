package dev.minidocker.labkit;

import dev.minidocker.linux.Errno;
import java.util.List;

/** Something that happened while an experiment ran, in words that may be shown as they are. */
public sealed interface Event {

  /** One or more lines for a terminal or a page. */
  @Override
  String toString();

  /**
   * A scene begins.
   *
   * @param text what is said
   * @param plan the calls or deeds that follow, in the notation of strace(1)
   */
  record Narration(String text, List<String> plan) implements Event {
    public Narration {
      plan = List.copyOf(plan);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A system call was made and answered, or will not be answered.
   *
   * @param call in the notation of strace(1)
   * @param result what the kernel returned, or one of the two constants
   */
  record Call(String call, long result) implements Event {
    /** In place of a result: the process is still in this call. */
    public static final long UNFINISHED = Tell.NOT_MADE;

    /** In place of a result: this call ends its process. */
    public static final long NO_RETURN = Tracing.NO_RETURN;

    @Override
    public String toString() {
      return "  " + call + answer();
    }

    /** What strace(1) writes behind the call. */
    public String answer() {
      if (result == UNFINISHED) {
        return " <unfinished ...>";
      } else if (result == NO_RETURN) {
        return " = ?";
      } else if (result < 0) {
        Errno errno = Errno.ofResult(result);
        return " = -1 " + errno + " (" + errno.text() + ")";
      }
      return " = " + result;
    }
  }

  /** The host did something. */
  record Deed(String text) implements Event {
    @Override
    public String toString() {
      return "  # " + text;
    }
  }

  /** Both sides looked at the same thing. */
  record Seen(String what, String host, String container) implements Event {
    @Override
    public String toString() {
      return "  " + what + ": host " + shown(host) + " | container " + shown(container);
    }

    private static String shown(String text) {
      return text.isEmpty() ? "–" : text;
    }
  }

  /** An expectation was compared with what was seen. */
  record Verdict(String expectation, boolean met) implements Event {
    @Override
    public String toString() {
      return (met ? "  as expected: " : "  NOT as expected: ") + expectation;
    }
  }

  /** The kernel refused a call that was not meant to fail; the experiment ends here. */
  record Failure(String reason) implements Event {
    @Override
    public String toString() {
      return "  failed: " + reason;
    }
  }

  /** Who followed the experiment wanted no more of it. */
  record Stopped() implements Event {
    @Override
    public String toString() {
      return "stopped";
    }
  }

  /** This machine cannot run the experiment. */
  record Skipped(String missing) implements Event {
    @Override
    public String toString() {
      return "skipped, needs " + missing;
    }
  }

  /** The experiment is over; what it left behind should be nothing. */
  record Left(List<String> leftovers) implements Event {
    public Left {
      leftovers = List.copyOf(leftovers);
    }

    @Override
    public String toString() {
      return leftovers.isEmpty()
          ? "nothing is left behind"
          : "LEFT BEHIND: " + String.join(", ", leftovers);
    }
  }
}
