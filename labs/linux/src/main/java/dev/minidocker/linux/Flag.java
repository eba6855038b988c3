package dev.minidocker.linux;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** A bit with a name in a kernel header; sets of them are the flag arguments of system calls. */
public interface Flag {

  /** The bit, or bits, that this flag stands for. */
  long bits();

  /** The name in the header. */
  String name();

  /** Not Comparator.comparingLong: its serializable lambda is spun anew at every cold start. */
  Comparator<Flag> BY_BITS = (one, other) -> Long.compare(one.bits(), other.bits());

  /** The flags together as one argument, in ascending order of their bits as strace shows them. */
  static Arg set(Collection<? extends Flag> flags) {
    return set(flags.toArray(Flag[]::new));
  }

  static Arg set(Flag... flags) {
    Flag[] ordered = flags.clone();
    Arrays.sort(ordered, BY_BITS);
    long bits = 0;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ordered.length; i++) {
      if (i == 0 || ordered[i] != ordered[i - 1]) {
        bits |= ordered[i].bits();
        text.append(i == 0 ? "" : "|").append(ordered[i].name());
      }
    }
    return new Arg.Value(bits, ordered.length == 0 ? "0" : text.toString());
  }
}
