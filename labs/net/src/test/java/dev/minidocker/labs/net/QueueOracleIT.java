package dev.minidocker.labs.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.netlink.route.TokenBucket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we put at a link is what tc(8) finds there, and the other way round. */
@Requires(
    value = Need.TOKEN_BUCKET,
    programs = {"tc", "nsenter"})
class QueueOracleIT {
  private static final int LINK = 60;

  private final ThreadLocalRandom random = ThreadLocalRandom.current();
  private Networks networks;
  private Rtnetlink here;

  @BeforeEach
  void makeLinks() {
    networks = new Networks(1);
    here = networks.get(0);
    here.execute(
        Links.createVeth(
            NewLink.named("mdnear").withIndex(LINK).switchedOn(), NewLink.named("mdfar")));
  }

  @AfterEach
  void close() {
    networks.close();
  }

  @Test
  void aLimitIsTheOneThatTcShows() {
    for (int i = 0; i < 50; i++) {
      TokenBucket bucket = bucket();
      here.execute(Queues.limit(LINK, bucket));
      JsonObject shown = theirs().get("mdnear");
      assertEquals("tbf", shown.get("kind").getAsString());
      JsonObject options = shown.getAsJsonObject("options");
      assertEquals(bucket.bytesPerSecond(), options.get("rate").getAsLong());
      long burst = options.get("burst").getAsLong();
      assertAbout(bucket.burstBytes(), burst, 1000, bucket); // tc counts in microseconds
      double waitingMicros =
          (bucket.limitBytes() - bucket.burstBytes()) * 1e6 / bucket.bytesPerSecond();
      double allowed = 2 + 2e6 / bucket.bytesPerSecond(); // a byte of burst
      assertEquals(waitingMicros, options.get("lat").getAsDouble(), allowed);
    }
  }

  @Test
  void aLimitOfTcIsListed() {
    for (int i = 0; i < 50; i++) {
      TokenBucket bucket = bucket();
      tc(
          "qdisc replace dev mdnear root tbf rate "
              + bucket.bytesPerSecond()
              + "bps burst "
              + bucket.burstBytes()
              + " limit "
              + bucket.limitBytes());
      TokenBucket listed = listed().orElseThrow();
      assertEquals(bucket.bytesPerSecond(), listed.bytesPerSecond());
      assertEquals(bucket.limitBytes(), listed.limitBytes());
      assertAbout(bucket.burstBytes(), listed.burstBytes(), 64, bucket);
    }
  }

  @Test
  void kindsAreThoseOfTc() {
    tc("qdisc add dev mdfar root pfifo limit 7");
    Map<Integer, String> names =
        here.links().stream().collect(Collectors.toMap(Link::index, Link::name));
    Map<String, String> ours =
        here.queues().stream()
            .collect(Collectors.toMap(queue -> names.get(queue.link()), Queue::kind));
    Map<String, String> theirs =
        theirs().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> entry.getValue().get("kind").getAsString()));
    assertEquals(theirs, ours);
    assertEquals("pfifo", ours.get("mdfar"));
  }

  @Test
  void aLimitIsReplacedAndTakenAway() {
    here.execute(Queues.limit(LINK, bucket()));
    TokenBucket second = bucket();
    here.execute(Queues.limit(LINK, second));
    assertEquals(second.bytesPerSecond(), listed().orElseThrow().bytesPerSecond());
    here.execute(Queues.release(LINK));
    assertEquals(Optional.empty(), listed());
    assertTrue(theirs().values().stream().noneMatch(queue -> queue.toString().contains("tbf")));
  }

  private TokenBucket bucket() {
    int burst = random.nextInt(3_000, 200_000);
    return new TokenBucket(random.nextLong(10_000, 1_000_000_000), burst, burst + 100_000);
  }

  /** What is said is how long the bucket takes to fill, in units of so many nanoseconds. */
  private static void assertAbout(long expected, long found, int unitNanos, TokenBucket bucket) {
    double unit = bucket.bytesPerSecond() * unitNanos / 1e9;
    assertTrue(Math.abs(expected - found) <= 1 + 2 * unit, bucket + ": " + found);
  }

  private Optional<TokenBucket> listed() {
    return here.queues().stream()
        .filter(queue -> queue.link() == LINK)
        .map(Queue::bucket)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Map<String, JsonObject> theirs() {
    List<JsonElement> all = JsonParser.parseString(tc("-j qdisc show")).getAsJsonArray().asList();
    return all.stream()
        .map(JsonElement::getAsJsonObject)
        .collect(Collectors.toMap(queue -> queue.get("dev").getAsString(), queue -> queue));
  }

  private String tc(String arguments) {
    return networks.run("tc " + arguments);
  }
}
