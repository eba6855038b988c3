package dev.minidocker.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.networking.nftables.Protocol;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortRequestProperties {

  @Property
  void eachOfTheFourFormsIsUnderstood(
      @ForAll("addresses") String address,
      @ForAll @IntRange(min = 1, max = 65535) int host,
      @ForAll @IntRange(min = 1, max = 65535) int container,
      @ForAll("protocols") Protocol protocol) {
    String end = container + "/" + protocol;
    assertRequest("", 0, container, protocol, end);
    assertRequest("", host, container, protocol, host + ":" + end);
    assertRequest(address, host, container, protocol, address + ":" + host + ":" + end);
    assertRequest(address, 0, container, protocol, address + "::" + end);
  }

  private static void assertRequest(
      String address, int host, int container, Protocol protocol, String text) {
    List<PortRequest> requests = PortRequest.parse(text);
    assertEquals(1, requests.size());
    PortRequest request = requests.get(0);
    String shown = request.hostAddress().map(one -> one.getHostAddress()).orElse("");
    assertEquals(address.replaceAll("[\\[\\]]", "").replace("::1", "0:0:0:0:0:0:0:1"), shown);
    assertEquals(host, request.firstHostPort());
    assertEquals(host, request.lastHostPort());
    assertEquals(container, request.containerPort());
    assertEquals(protocol, request.protocol());
  }

  @Property
  void portsOfEqualRangesBelongTogether(
      @ForAll @IntRange(min = 1, max = 60000) int host,
      @ForAll @IntRange(min = 1, max = 60000) int container,
      @ForAll @IntRange(min = 1, max = 20) int more) {
    String text = host + "-" + (host + more) + ":" + container + "-" + (container + more);
    List<PortRequest> requests = PortRequest.parse(text);
    assertEquals(more + 1, requests.size());
    for (int i = 0; i <= more; i++) {
      assertEquals(host + i, requests.get(i).firstHostPort());
      assertEquals(host + i, requests.get(i).lastHostPort());
      assertEquals(container + i, requests.get(i).containerPort());
    }
  }

  /** As docker has it: the first port of the range that is free. */
  @Property
  void aRangeOfTheHostForOnePortIsAChoice(
      @ForAll @IntRange(min = 1, max = 60000) int host,
      @ForAll @IntRange(min = 1, max = 100) int more) {
    List<PortRequest> requests = PortRequest.parse(host + "-" + (host + more) + ":80");
    assertEquals(1, requests.size());
    assertEquals(host, requests.get(0).firstHostPort());
    assertEquals(host + more, requests.get(0).lastHostPort());
  }

  @Property
  void whatIsNoPortIsRefusedInOneLine(@ForAll("garbage") String text) {
    try {
      assertFalse(PortRequest.parse(text).isEmpty());
    } catch (NetworkException e) {
      assertTrue(e.getMessage().startsWith("-p " + text + ": "), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "80:90:100:110,    write CONTAINER",
    "99999:80,         ports are 1 to 65535",
    "80/xyz,           the protocol is tcp or udp",
    "8000-8001:80-82,  2 ports of the host for 3",
    "90-80:80,         ends before it begins",
    "1.2.3:80:80,      not an IP address",
  })
  void whatIsWrongIsSaid(String text, String expected) {
    String told = assertThrows(NetworkException.class, () -> PortRequest.parse(text)).getMessage();
    assertTrue(told.contains(expected), told);
  }

  @Provide
  Arbitrary<Protocol> protocols() {
    return Arbitraries.of(Protocol.TCP, Protocol.UDP);
  }

  @Provide
  Arbitrary<String> addresses() {
    return Arbitraries.of("127.0.0.1", "10.1.2.3", "0.0.0.0", "[::1]");
  }

  @Provide
  Arbitrary<String> garbage() {
    return Arbitraries.of("1", "80", "65536", ":", "-", "/", "tcp", "udp", "[", "]", "::", ".", "a")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }
}
