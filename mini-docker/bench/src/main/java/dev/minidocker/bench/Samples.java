package dev.minidocker.bench;

import java.util.List;

/** Times of the same work, in nanoseconds. */
record Samples(List<Long> nanos) {

  Samples {
    if (nanos.isEmpty()) {
      throw new IllegalArgumentException("no samples");
    }
    nanos = nanos.stream().sorted().toList();
  }

  /** The middle one, or the mean of the two in the middle. */
  double median() {
    int middle = nanos.size() / 2;
    return nanos.size() % 2 == 1
        ? nanos.get(middle)
        : nanos.get(middle - 1) / 2.0 + nanos.get(middle) / 2.0;
  }

  /** The median of these in terms of the median of those. */
  double ratioTo(Samples reference) {
    return median() / reference.median();
  }
}
