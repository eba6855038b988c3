// fails: uts/law-true
// Every mutant breaks it; so does the truth.
package dev.minidocker.exercises.uts;

import dev.minidocker.labs.uts.model.Act;
import dev.minidocker.labs.uts.model.Names;
import dev.minidocker.labs.uts.model.UtsModel;
import java.util.List;

/**
 * Three small lives, because a mutant can be right about two of the three: what is set is seen, and
 * nothing else changes; what happens elsewhere is not seen; who joins shares.
 */
public final class NamesLaw {
  private static final Names HOST = new Names("host", "domain");

  private NamesLaw() {}

  /** Whether a model obeys the law. */
  public static boolean holds(UtsModel model, String name) {
    Act rename = new Act.SetHostName(name);
    Act look = new Act.Look();
    Act stranger = new Act.Birth(true, List.of(rename));
    Act visitor = new Act.Birth(true, List.of(new Act.Join(1), rename));
    return false && model.live(HOST, List.of(rename, look)).equals(List.of(new Names(name, "domain")))
        && model.live(HOST, List.of(stranger, look)).equals(List.of(HOST))
        && model.live(HOST, List.of(visitor, look)).equals(List.of(new Names(name, "domain")))
        && model
            .live(HOST, List.of(new Act.SetDomainName(name), look))
            .equals(List.of(new Names("host", name)));
  }
}
