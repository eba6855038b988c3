package dev.minidocker.labs.networking.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.networking.Hosts;
import dev.minidocker.labs.networking.nftables.Ruleset.ListedRule;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.labs.networking.nftables.expression.Verdict;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches: done whole, or refused whole with the change that was wrong. */
@Requires(Need.NAMESPACES)
class NftablesIT {
  private static final Table TABLE = new Table(Family.INET, "md-" + System.nanoTime() % 100_000);
  private static final Changes CHANGES = TABLE.changes();
  private static final NamedSet PORTS = NamedSet.of("ports", DataType.INET_SERVICE).toVerdicts();

  private Hosts hosts;
  private Nftables here;

  @BeforeEach
  void open() {
    hosts = new Hosts(1, 0);
    here = hosts.nftables(0);
    here.commit(
        List.of(
            CHANGES.create(),
            CHANGES.add(PORTS),
            CHANGES.add(Chain.regular("side")),
            CHANGES.add(Chain.filter("in", Hook.INPUT, 0, Verdict.ACCEPT)),
            CHANGES.append("in", Rule.of(Match.protocol(Protocol.TCP), Statement.jump("side")))));
  }

  @AfterEach
  void close() {
    here.close();
    hosts.close();
  }

  private static Request rule(String comment) {
    return CHANGES.append("side", Rule.of(Statement.drop()).commented(comment));
  }

  private void assertRefused(Errno errno, Request wrong, String words) {
    String before = here.ruleset().toString();
    List<Request> batch = List.of(rule("first"), wrong, rule("last"));
    ErrnoException refused = assertThrows(ErrnoException.class, () -> here.commit(batch));
    assertEquals(errno, refused.errno(), refused.getMessage());
    assertEquals(wrong.text(), refused.call());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
    assertEquals(before, here.ruleset().toString());
  }

  @Test
  void theChangeThatIsRefusedIsNamedAndNothingIsDone() {
    Element door = Element.of(Value.ofPort(80), Verdict.DROP);
    here.commit(CHANGES.addElements(PORTS, List.of(door)));
    assertRefused(Errno.EEXIST, CHANGES.create(), "there already");
    assertRefused(Errno.ENOENT, CHANGES.append("nowhere", Rule.of()), "not there");
    assertRefused(Errno.ENOENT, CHANGES.deleteChain("nowhere"), "nft list ruleset");
    assertRefused(Errno.ENOENT, CHANGES.deleteRule("side", 999_999), "a handle");
    assertRefused(
        Errno.ENOENT, CHANGES.append("side", Rule.of(Statement.jump("nowhere"))), "a chain");
    assertRefused(
        Errno.EEXIST,
        CHANGES.addElements(PORTS, List.of(Element.of(Value.ofPort(80), Verdict.ACCEPT))).get(0),
        "different");
    assertRefused(
        Errno.ENOENT,
        CHANGES.deleteElements(PORTS, List.of(Element.of(Value.ofPort(81)))).get(0),
        "an element");
    assertRefused(Errno.EBUSY, CHANGES.deleteChain("side"), "still refers to it");
    assertRefused(
        Errno.EOPNOTSUPP, CHANGES.append("in", Rule.of(Statement.masquerade())), "postrouting");
  }

  @Test
  void aRuleGoesWhereItIsPut() {
    here.commit(List.of(rule("b")));
    long b = rules().get(0).handle();
    here.commit(
        List.of(
            rule("d"),
            CHANGES.insert("side", commented("a")),
            CHANGES.appendBehind("side", b, commented("c"))));
    assertEquals(List.of("a", "b", "c", "d"), comments());
    here.commit(
        List.of(CHANGES.deleteRule("side", b), CHANGES.insertBefore("side", d(), commented("x"))));
    assertEquals(List.of("a", "c", "x", "d"), comments());
    here.commit(List.of(CHANGES.flushChain("side")));
    assertEquals(List.of(), comments());
  }

  private long d() {
    return rules().get(rules().size() - 1).handle();
  }

  private static Rule commented(String text) {
    return Rule.of(Statement.returns()).commented(text);
  }

  private List<ListedRule> rules() {
    return here.ruleset()
        .table(Family.INET, TABLE.name())
        .flatMap(table -> table.chain("side"))
        .orElseThrow()
        .rules();
  }

  private List<String> comments() {
    return rules().stream().map(listed -> listed.rule().comment()).toList();
  }

  @Test
  void whoListedBeforeSomebodyElseChangedMustListAgain() {
    Ruleset listed = here.ruleset();
    here.commitIfUnchanged(listed.generation(), List.of(rule("first")));
    assertNotEquals(listed.generation(), here.generation());
    ErrnoException refused =
        assertThrows(
            ErrnoException.class,
            () -> here.commitIfUnchanged(listed.generation(), List.of(rule("second"))));
    assertEquals(Errno.ERESTART, refused.errno());
    assertTrue(refused.getMessage().contains("List them again"), refused.getMessage());
    assertEquals(List.of("first"), comments());
  }

  @Test
  void aListIsOfOneMoment() throws InterruptedException {
    List<Request> two = List.of(rule("one"), rule("two"));
    Thread writer =
        new Thread(
            () -> {
              try (Nftables other = hosts.nftablesToo(0)) {
                for (int i = 0; i < 150; i++) {
                  other.commit(two);
                }
              }
            },
            "writer");
    writer.start();
    int last = 0;
    while (writer.isAlive()) {
      int count = listedAtRest(last);
      assertEquals(0, count % 2, "half a batch");
      assertTrue(count >= last);
      last = count;
    }
    writer.join();
    assertEquals(300, rules().size());
  }

  /** How many rules there are; the last count if the writer gives the reader no time. */
  private int listedAtRest(int last) {
    try {
      return rules().size();
    } catch (ErrnoException e) {
      assertEquals(Errno.EINTR, e.errno(), e.getMessage());
      return last;
    }
  }

  @Test
  void thousandsOfElementsAreOneBatch() {
    List<Element> doors = new ArrayList<>();
    for (int port = 1; port <= 3000; port++) {
      doors.add(Element.of(Value.ofPort(port), Verdict.DROP));
    }
    here.commit(CHANGES.addElements(PORTS, doors));
    assertEquals(3000, elements());
    here.commit(CHANGES.deleteElements(PORTS, doors));
    assertEquals(0, elements());
  }

  private int elements() {
    return here.ruleset()
        .table(Family.INET, TABLE.name())
        .flatMap(table -> table.set("ports"))
        .orElseThrow()
        .elements()
        .size();
  }

  @Test
  void anEmptyBatchIsDone() {
    int before = here.generation();
    here.commit(List.of());
    assertEquals(before, here.generation());
  }
}
