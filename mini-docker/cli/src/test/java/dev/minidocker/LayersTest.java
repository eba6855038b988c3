package dev.minidocker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.Checkout.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.adoc, held against every POM and every source file. */
class LayersTest {
  private static final Pattern OWN_CLASS =
      Pattern.compile("\\b(dev\\.minidocker(?:\\.[a-z]\\w*)*)\\.[A-Z]");
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(".*(Utils?|Helpers?|Managers?)(Test|Properties|IT)?");
  private static final Pattern STARTS_A_PROCESS =
      Pattern.compile("\\bProcessBuilder\\b|getRuntime\\(\\)\\s*\\.exec\\b");

  private final Checkout checkout = new Checkout();
  private final List<Source> sources = checkout.sources();

  @Test
  void thePublishedEdgesAreThoseOfThePoms() {
    Map<String, Set<String>> published = new TreeMap<>();
    checkout.publishedEdges().forEach(edge -> published.put(edge.getKey(), edge.getValue()));
    assertEquals(checkout.dependencies(), published);
  }

  @Test
  void thePublishedEdgesPointDown() {
    Set<String> below = new HashSet<>();
    for (Map.Entry<String, Set<String>> edge : checkout.publishedEdges()) {
      assertTrue(below.containsAll(edge.getValue()), () -> edge + " points up");
      below.add(edge.getKey());
    }
  }

  @Test
  void noSourceUsesWhatItsModuleDoesNotDependOn() {
    Map<String, String> homes = new HashMap<>();
    sources.stream()
        .filter(Source::ofProduct)
        .filter(source -> !source.module().startsWith("solutions/"))
        .forEach(source -> homes.put(source.packageName(), source.module()));
    Map<String, Set<String>> reach = new HashMap<>();
    checkout.modules().forEach(module -> reach.put(module, checkout.reach(module)));
    assertNone(
        source ->
            Checkout.all(OWN_CLASS, source.text())
                .map(found -> homes.getOrDefault(found.group(1), source.module()))
                .anyMatch(home -> !reach.get(source.module()).contains(home)));
  }

  @Test
  void noPackageLiesInTwoModules() {
    Map<String, String> homes = new HashMap<>();
    assertNone(
        source -> {
          String home =
              source.ofProduct()
                      && !source.module().startsWith("solutions/") // named as exercises are
                  ? homes.putIfAbsent(source.packageName(), source.module())
                  : null;
          return home != null && !home.equals(source.module());
        });
  }

  @Test
  void jnaIsUsedInTheLinuxModuleOnly() {
    assertNone(
        source ->
            source.text().contains("com.sun" + ".jna") && !source.module().equals("labs/linux"));
  }

  @Test
  void theProductStartsNoProcessOfTheHost() {
    assertNone(
        source ->
            source.ofProduct()
                && !source
                    .module()
                    .equals("mini-docker/bench") // which compares with other programs
                && STARTS_A_PROCESS.matcher(source.text()).find());
  }

  @Test
  void everyClassHasANameThatSaysWhatItIs() {
    assertNone(source -> SAYS_NOTHING.matcher(source.className()).matches());
  }

  private void assertNone(Predicate<Source> isWrong) {
    assertTrue(sources.size() > 50, () -> "found only " + sources.size() + " sources");
    assertEquals(List.of(), sources.stream().filter(isWrong).map(Source::path).toList());
  }
}
