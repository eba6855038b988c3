package dev.minidocker.linux;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A bit with a name in a kernel header; sets of them are the flag arguments of system calls. */
public interface Flag {

  /** The bit, or bits, that this flag stands for. */
  long bits();

  /** The name in the header. */
  String name();

  /** The flags together as one argument, in ascending order of their bits as strace shows them. */
  static Arg set(Collection<? extends Flag> flags) {
    List<Flag> ordered =
        flags.stream()
            .distinct()
            .sorted(Comparator.comparingLong(Flag::bits))
            .map(Flag.class::cast)
            .toList();
    long bits = ordered.stream().mapToLong(Flag::bits).reduce(0, (a, b) -> a | b);
    String text = ordered.stream().map(Flag::name).collect(Collectors.joining("|"));
    return new Arg.Value(bits, text.isEmpty() ? "0" : text);
  }

  static Arg set(Flag... flags) {
    return set(Arrays.asList(flags));
  }
}
