package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.doctor.Finding.Stops;
import java.util.Optional;

/** What few experiments need, and say themselves how to have: in a sentence, and another one. */
record NeedProbe(String capability, Need need) implements Probe {

  @Override
  public Finding look(Machine machine, Trials trials) {
    Stops stops = Stops.of(need);
    Optional<String> missing = need.missing();
    if (missing.isEmpty()) {
      return Finding.yes(capability, "it is there", stops);
    }
    String[] sentences = missing.get().split("\\. ", 2);
    String remedy = sentences.length < 2 ? "use another machine" : sentences[1];
    Cause cause = new Cause("machine", sentences[0] + ".", remedy);
    return Finding.no(capability, "it is not there", cause, stops);
  }
}
