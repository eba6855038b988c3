package dev.minidocker.linux.netlink.route;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_REPLACE;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * How the queueing discipline {@code tbf} limits a link; tc-tbf(8). Every byte that leaves takes a
 * token; tokens come at a constant rate into a bucket that holds only so many. Packets for which
 * there are none wait.
 *
 * @param bytesPerSecond how fast tokens come: 1 to 4294967295
 * @param burstBytes how many the bucket holds; a packet that is longer is lost
 * @param limitBytes how much may wait; what comes then is lost
 */
public record TokenBucket(long bytesPerSecond, int burstBytes, int limitBytes) {

  /** The name of the discipline. */
  public static final String KIND = "tbf";

  private static final int TCA_TBF_PARMS = 1;
  private static final int TCA_TBF_BURST = 6;
  private static final int TC_LINKLAYER_ETHERNET = 1;
  private static final long TICK_NANOS = 64; // the kernel's scheduler of packets counts in these
  private static final long MOST = 0xffffffffL;

  /** Of {@code struct tc_tbf_qopt}: two of {@code tc_ratespec}, and three numbers. */
  private static final int BYTES = 36;

  private static final int RATE = 8;
  private static final int LIMIT = 24;
  private static final int BUFFER = 28;

  public TokenBucket {
    if (bytesPerSecond < 1 || bytesPerSecond > MOST || burstBytes < 1 || limitBytes < 1) {
      throw new IllegalArgumentException(
          "a bucket of "
              + burstBytes
              + " bytes, "
              + bytesPerSecond
              + " more each second, "
              + limitBytes
              + " bytes waiting");
    }
  }

  /**
   * The request that puts it at a link, in place of whatever was there; needs CAP_NET_ADMIN.
   *
   * <p>ENOENT: this kernel has no {@code tbf}.
   *
   * @param link its index
   */
  public Request at(int link) {
    Attributes attributes =
        Attributes.NONE
            .with(QueueMessage.TCA_KIND, KIND)
            .with(QueueMessage.TCA_OPTIONS, attributes());
    return new Request(
        RoutePayload.RTM_NEWQDISC,
        Set.of(NLM_F_CREATE, NLM_F_REPLACE),
        new QueueMessage(0, link, 0, QueueMessage.TC_H_ROOT, 0, attributes).encode(),
        "RTM_NEWQDISC(tbf "
            + bytesPerSecond
            + " bytes/s, burst "
            + burstBytes
            + ", on index "
            + link
            + ")");
  }

  private Attributes attributes() {
    ByteBuffer options = Wire.allocate(BYTES);
    options.put(1, (byte) TC_LINKLAYER_ETHERNET).putInt(RATE, (int) bytesPerSecond);
    options.putInt(LIMIT, limitBytes);
    return Attributes.NONE.with(TCA_TBF_PARMS, options).with(TCA_TBF_BURST, burstBytes);
  }

  /**
   * Reads what the kernel lists. It says how long the bucket takes to fill, not how much it holds,
   * so that this may be a byte off.
   *
   * @throws MalformedMessageException if it is nothing of the kind
   */
  public static TokenBucket decode(Attributes options) {
    ByteBuffer value =
        options
            .find(TCA_TBF_PARMS)
            .orElseThrow(() -> new MalformedMessageException("tbf without parameters"))
            .value();
    ByteBuffer fields = Wire.view(value, 0, BYTES, "struct tc_tbf_qopt");
    long rate = fields.getInt(RATE) & MOST;
    long fillingNanos = (fields.getInt(BUFFER) & MOST) * TICK_NANOS;
    long burst = Math.round(rate * (double) fillingNanos / 1e9);
    int limit = fields.getInt(LIMIT);
    if (rate < 1 || burst < 1 || burst > Integer.MAX_VALUE || limit < 1) {
      throw new MalformedMessageException("tbf with impossible parameters");
    }
    return new TokenBucket(rate, (int) burst, limit);
  }
}
