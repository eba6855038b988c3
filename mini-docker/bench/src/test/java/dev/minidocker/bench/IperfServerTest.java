package dev.minidocker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IperfServerTest {
  /** As iperf3 3.12 prints it, shortened. */
  private static final String REPORT =
      """
      {"end": {
        "sum_sent": {
          "start": 0, "end": 0.5, "seconds": 0.5, "bytes": 2147483648, "retransmits": 3
        },
        "sum_received":\t{
          "start": 0, "end": 0.75, "seconds": 0.75, "bytes": 2147483648, "sender": true
        }
      }}
      """;

  @Test
  void theReceiversTimeCounts() {
    assertEquals(750_000_000, IperfServer.receivedNanos(REPORT));
  }

  @Test
  void aReportOfAFailureIsNoTime() {
    assertThrows(
        IllegalStateException.class,
        () -> IperfServer.receivedNanos("{\"error\": \"unable to connect to server\"}"));
  }
}
