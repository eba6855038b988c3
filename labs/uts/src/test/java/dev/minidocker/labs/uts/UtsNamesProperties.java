package dev.minidocker.labs.uts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.NAMESPACES)
class UtsNamesProperties {
  private static final int LONGEST = 64;

  @Property
  void everyCallSetsWhatWasAskedForAndSaysWhy(
      @ForAll("shortNames") Optional<String> host, @ForAll("shortNames") Optional<String> domain) {
    Program program = new UtsNames().program(new UtsConfig(host, domain));
    List<Syscall> calls = program.steps().stream().map(Step::call).toList();
    assertEquals(
        java.util.stream.Stream.of(
                host.map(name -> Syscall.SETHOSTNAME), domain.map(name -> Syscall.SETDOMAINNAME))
            .flatMap(Optional::stream)
            .toList(),
        calls);
    for (Step step : program.steps()) {
      assertFalse(step.why().isEmpty());
      assertEquals("uts", step.chapter());
    }
  }

  @Property(tries = 1000)
  void aNameThatIsSetIsTheNameThatIsSeen(
      @ForAll("shortNames") Optional<String> host, @ForAll("shortNames") Optional<String> domain) {
    Program program =
        new UtsNames()
            .program(new UtsConfig(host, domain))
            .then(Look.hostName().program("host"))
            .then(Look.domainName().program("domain"));
    try (Sandbox sandbox = Sandbox.start(Set.of(UtsMechanism.NAMESPACE), program)) {
      sandbox.waitFor();
      String seenHost = Look.hostName().hear(sandbox).orElseThrow(sandbox::whyNothing);
      String seenDomain = Look.domainName().hear(sandbox).orElseThrow(sandbox::whyNothing);
      host.ifPresent(name -> assertEquals(name, seenHost));
      domain.ifPresent(name -> assertEquals(name, seenDomain));
    }
  }

  @Property(tries = 1000)
  void whatWeRefuseTheKernelRefuses(@ForAll("names") String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    Look attempt = Look.attempt(Step.of(Syscall.SETHOSTNAME, Arg.of(name), Arg.of(length)));
    try (Sandbox sandbox =
        Sandbox.start(Set.of(UtsMechanism.NAMESPACE), attempt.program("attempt"))) {
      sandbox.waitFor();
      String answer = attempt.hear(sandbox).orElseThrow(sandbox::whyNothing);
      if (length <= LONGEST) {
        assertEquals("allowed", answer);
        assertEquals(Optional.of(name), config(name).hostname());
      } else {
        assertEquals("EINVAL (Invalid argument)", answer);
        assertThrows(IllegalArgumentException.class, () -> config(name));
      }
    }
  }

  @Property
  void aNulIsRefused(@ForAll("names") String before, @ForAll("names") String after) {
    assertThrows(IllegalArgumentException.class, () -> config(before + "\0" + after));
  }

  private static UtsConfig config(String hostName) {
    return new UtsConfig(Optional.of(hostName), Optional.empty());
  }

  /** Around the limit, where bytes and characters are not the same. */
  @Provide
  Arbitrary<String> names() {
    Arbitrary<Integer> anyCharacter =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 0x7f),
            Arbitraries.integers().between(0x80, 0x7ff),
            Arbitraries.integers().between(0x800, 0xd7ff),
            Arbitraries.integers().between(0x10000, 0x10ffff));
    return anyCharacter
        .list()
        .ofMaxSize(LONGEST + 2)
        .map(points -> new String(points.stream().mapToInt(i -> i).toArray(), 0, points.size()));
  }

  @Provide
  Arbitrary<Optional<String>> shortNames() {
    return names().map(UtsNamesProperties::shortened).optional();
  }

  private static String shortened(String name) {
    String rest = name;
    while (rest.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      rest = rest.substring(0, rest.offsetByCodePoints(rest.length(), -1));
    }
    return rest;
  }
}
