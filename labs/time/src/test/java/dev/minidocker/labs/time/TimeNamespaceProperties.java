package dev.minidocker.labs.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.time.model.Clock;
import dev.minidocker.labs.time.model.TimeModel;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires({Need.NAMESPACES, Need.TIME_NAMESPACES})
class TimeNamespaceProperties {
  private final TimeMechanism mechanism = new TimeNamespace();

  @Property
  void everyStepSaysWhyAndBelongsToTheLab(@ForAll("configs") TimeConfig config) {
    Program program = mechanism.offsets(config).then(mechanism.enter()).checked();
    for (Step step : program.steps()) {
      assertFalse(step.why().isEmpty(), step::toString);
      assertEquals("time", step.chapter());
    }
  }

  @Property(tries = 300)
  void theKernelShowsTheOffsetsThatWereSet(@ForAll("configs") TimeConfig config) {
    Look look = Look.file("/proc/self/timens_offsets");
    Program program = mechanism.offsets(config).then(mechanism.enter()).then(look.program("look"));
    try (Sandbox sandbox = Sandbox.start(Set.of(), program)) {
      String seen = look.hear(sandbox).orElse("nothing").replaceAll(" +", " ");
      sandbox.waitFor();
      assertEquals(config.text().strip(), seen);
    }
  }

  @Property(tries = 300)
  void whatTheConfigurationRefusesTheKernelRefuses(
      @ForAll("settable") Clock clock, @ForAll("tooMuch") long seconds) {
    Duration offset = Duration.ofSeconds(seconds);
    assertThrows(IllegalArgumentException.class, () -> TimeConfig.ahead(offset));
    Look attempt = TimeLooks.setOffset(clock, offset);
    Program program =
        mechanism.offsets(TimeConfig.ahead(Duration.ZERO)).then(attempt.program("attempt"));
    try (Sandbox sandbox = Sandbox.start(Set.of(), program)) {
      String answer = attempt.hear(sandbox).orElse("nothing");
      sandbox.waitFor();
      assertEquals("ERANGE (Numerical result out of range)", answer);
    }
  }

  @Provide
  Arbitrary<Clock> settable() {
    return Arbitraries.of(Clock.CLOCK_MONOTONIC, Clock.CLOCK_BOOTTIME);
  }

  @Provide
  Arbitrary<Long> tooMuch() {
    long most = TimeModel.KTIME_SEC_MAX;
    return Arbitraries.oneOf(
        Arbitraries.longs().between(most + 1, 1L << 60),
        Arbitraries.longs().between(-(1L << 60), -most - 1));
  }

  /** Behind the machine's clocks only where these are ahead of zero. */
  @Provide
  Arbitrary<TimeConfig> configs() {
    long uptime = TimeLooks.here(Clock.CLOCK_MONOTONIC).toSeconds();
    Arbitrary<Duration> offset =
        Combinators.combine(
                Arbitraries.longs().between(-uptime / 2, 1L << 31),
                Arbitraries.longs().between(0, 999_999_999))
            .as(Duration::ofSeconds);
    return Combinators.combine(offset, offset).as(TimeConfig::new);
  }
}
