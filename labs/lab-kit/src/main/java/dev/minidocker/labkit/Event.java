package dev.minidocker.labkit;

import dev.minidocker.linux.Errno;
import java.util.List;

/** Something that happened while an experiment ran, in words that may be shown as they are. */
public sealed interface Event {

  /** One or more lines for a terminal or a page. */
  @Override
  String toString();

  /** A scene begins. */
  record Narration(String text) implements Event {
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A system call was made and answered, or belongs to another process whose answer is not known.
   *
   * @param call in the notation of strace(1)
   * @param result what the kernel returned
   */
  record Call(String call, long result) implements Event {
    @Override
    public String toString() {
      if (result == Tell.NOT_MADE) {
        return "  " + call;
      } else if (result < 0) {
        Errno errno = Errno.ofResult(result);
        return "  " + call + " = -1 " + errno + " (" + errno.text() + ")";
      }
      return "  " + call + " = " + result;
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
