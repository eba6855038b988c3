package dev.minidocker.labkit.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;

class ForAllProperties {
  private static final int TRIES = 2_000;

  @Property(tries = 100)
  void whatIsTrueHasNoCounterexampleAndIsTriedAsOftenAsAsked(
      @ForAll @IntRange(max = 300) int tries) {
    AtomicInteger tried = new AtomicInteger();
    Predicate<String> isTrue = text -> tried.incrementAndGet() > 0;
    assertEquals(Optional.empty(), Texts.unicode(20).counterexample(tries, isTrue));
    assertEquals(tries, tried.get());
  }

  @Property(tries = 100)
  void aClaimAboutLengthIsContradictedByTheShortestAndSimplest(
      @ForAll @IntRange(min = 1, max = 20) int length) {
    Optional<String> found = Texts.ascii(30).counterexample(TRIES, text -> text.length() < length);
    assertEquals(Optional.of("a".repeat(length)), found);
  }

  @Property(tries = 100)
  void aClaimAboutALetterIsContradictedByThatLetterAlone(
      @ForAll @CharRange(from = 'a', to = 'z') char letter) {
    Optional<String> found =
        Texts.ascii(30).counterexample(TRIES, text -> text.indexOf(letter) < 0);
    assertEquals(Optional.of(String.valueOf(letter)), found);
  }

  @Property(tries = 100)
  void whoForgetsThatLettersHaveBytesIsShownOneLetter(
      @ForAll @IntRange(min = 2, max = 60) int most) {
    Predicate<String> oneByteEach =
        text -> text.getBytes(StandardCharsets.UTF_8).length == text.length();
    assertEquals(Optional.of("é"), Texts.unicode(most).counterexample(TRIES, oneByteEach));
  }

  @Property(tries = 100)
  void aCounterexampleContradictsTheClaimAndNothingSimplerDoes(
      @ForAll @IntRange(min = 2, max = 7) int divisor, @ForAll @IntRange(max = 6) int rest) {
    Predicate<String> claim = text -> text.hashCode() % divisor != rest;
    Texts.ascii(12)
        .counterexample(50, claim)
        .ifPresent(
            found -> {
              assertTrue(!claim.test(found), found);
              assertTrue(Texts.ascii(12).simpler().apply(found).stream().allMatch(claim), found);
            });
  }

  @Property(tries = 50)
  void textsHaveAtLeastALetterAndAtMostTheBytesAskedFor(
      @ForAll @IntRange(min = 2, max = 64) int most) {
    List<String> seen = new ArrayList<>();
    Texts.ascii(most).counterexample(50, seen::add);
    Texts.unicode(most).counterexample(50, seen::add);
    for (String text : seen) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      assertTrue(bytes >= 1 && bytes <= most, () -> text + " has " + bytes);
      assertTrue(text.codePoints().allMatch(Character::isLetter), text);
    }
    assertEquals(100, seen.size());
  }
}
