// fails: uts/law-kills
// What is set is seen: true, and too little.
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
    return model.live(HOST, List.of(rename, look)).equals(List.of(new Names(name, "domain")));
  }
}
