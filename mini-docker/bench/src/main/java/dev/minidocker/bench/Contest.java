package dev.minidocker.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The same work done by several, in turn: A B C A B C …
 *
 * @param work what is done
 * @param rounds how often each does it
 * @param warmUp how often each does it before that, unmeasured
 */
record Contest(String work, int rounds, int warmUp) {

  /** The samples of each contender, in their order. */
  List<Samples> run(List<Contender> contenders) {
    for (int round = 0; round < warmUp; round++) {
      contenders.forEach(Contender::sample);
    }
    List<List<Long>> nanos = new ArrayList<>();
    contenders.forEach(contender -> nanos.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        nanos.get(i).add(contenders.get(i).sample());
      }
    }
    return nanos.stream().map(Samples::new).toList();
  }
}
