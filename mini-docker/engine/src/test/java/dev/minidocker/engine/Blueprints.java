package dev.minidocker.engine;

import dev.minidocker.labs.mnt.Attachment;
import dev.minidocker.labs.security.Identity;
import dev.minidocker.labs.security.Privileges;
import dev.minidocker.labs.unionfs.OverlayConfig;
import dev.minidocker.labs.user.UserConfig;
import dev.minidocker.labs.uts.UtsConfig;
import dev.minidocker.linux.Capability;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generated blueprints: any combination of what a container can be, with no machine behind it. */
final class Blueprints {
  private static final Set<Capability> KNOWN = Set.of(Capability.values());

  private Blueprints() {}

  static Arbitrary<Blueprint> any() {
    return Combinators.combine(container(), people(), commands())
        .as((base, who, what) -> with(base, who, what))
        .withoutEdgeCases();
  }

  static Arbitrary<String> words() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars("0123456789-_.")
        .ofMinLength(1)
        .ofMaxLength(20)
        .filter(word -> !word.equals(".") && !word.equals(".."));
  }

  static Arbitrary<String> paths() {
    return words().list().ofMinSize(1).ofMaxSize(4).map(parts -> "/" + String.join("/", parts));
  }

  private record Base(
      UtsConfig names,
      List<Path> layers,
      List<Attachment> attachments,
      boolean readOnly,
      boolean terminal,
      boolean init,
      boolean guarded) {}

  private record Who(Optional<UserConfig> map, Identity identity, Privileges privileges) {}

  private record What(
      String directory, List<String> executables, List<String> argv, List<String> environment) {}

  private static Arbitrary<Base> container() {
    Arbitrary<UtsConfig> names =
        Combinators.combine(words().optional(), words().optional()).as(UtsConfig::new);
    Arbitrary<List<Path>> layers = paths().map(Path::of).list().ofMinSize(1).ofMaxSize(5);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Combinators.combine(names, layers, attachments(), flags, flags, flags, flags)
        .as(Base::new);
  }

  private static Arbitrary<List<Attachment>> attachments() {
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    Arbitrary<Attachment> binds =
        Combinators.combine(paths().map(Path::of), paths(), flags, flags).as(Attachment.Bind::new);
    Arbitrary<Attachment> memory =
        Combinators.combine(paths(), Arbitraries.of("", "size=1m", "mode=700"))
            .as(Attachment.Tmpfs::new);
    return Arbitraries.oneOf(binds, memory).list().ofMaxSize(5);
  }

  private static Arbitrary<Who> people() {
    Arbitrary<Integer> ids = Arbitraries.integers().between(0, 70000);
    Arbitrary<Set<Capability>> kept = Arbitraries.of(Capability.class).set().ofMaxSize(41);
    Arbitrary<Optional<UserConfig>> maps =
        Combinators.combine(ids, ids, ids, ids).as(UserConfig::single).optional();
    return Combinators.combine(maps, ids, ids, ids.list().ofMaxSize(3), kept)
        .as(
            (map, uid, gid, groups, caps) ->
                new Who(
                    map,
                    new Identity(uid, gid, groups, map.isEmpty()),
                    new Privileges(caps, KNOWN)));
  }

  private static Arbitrary<What> commands() {
    Arbitrary<String> variables =
        Combinators.combine(words(), words()).as((name, value) -> name + "=" + value);
    return Combinators.combine(
            paths(),
            paths().list().ofMinSize(1).ofMaxSize(6),
            words().list().ofMinSize(1).ofMaxSize(4),
            variables.list().ofMaxSize(5))
        .as(What::new);
  }

  private static Blueprint with(Base base, Who who, What what) {
    Path place = Path.of("/state/containers/x");
    OverlayConfig root =
        new OverlayConfig(
            base.layers(),
            place.resolve("upper"),
            place.resolve("work"),
            place.resolve("merged"),
            who.map().isPresent(),
            base.init()); // whichever of them: it varies
    return new Blueprint(
        who.map(),
        base.names(),
        root,
        base.attachments(),
        base.readOnly(),
        base.terminal(),
        base.init(),
        base.guarded(),
        who.privileges(),
        who.identity(),
        what.directory(),
        what.executables(),
        what.argv(),
        what.environment(),
        Confinement.NONE);
  }
}
