package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that cannot be. None of them changes anything, so one host serves them all. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip"})
class NetworkRefusalsIT {
  @TempDir static Path directory;
  private static PlayedHost host;

  @BeforeAll
  static void playHost() throws Exception {
    host = new PlayedHost(directory.resolve("state"));
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    host.end();
  }

  /** What is asked, and what the one line has to say. */
  @ParameterizedTest
  @CsvSource({
    "run --rm --network none -p 80 lab true,              --network none goes without -p",
    "run --rm --network nothere lab true,                 there is no network \"nothere\"",
    "run --rm --network container:nothere lab true,       no such container",
    "run --rm --network host --network bridge lab true,   stands alone",
    "run --rm --network bridge --ip 10.1.2.3 lab true,    outside of subnet 172.17.0.0/16",
    "run --rm --network bridge --ip 172.17.0.1 lab true,  is the gateway",
    "run --rm --network bridge --ip fd00::1 lab true,     an address of IPv4 is needed",
    "run --dry-run --network bridge --ip 10.1.2.3 lab true, outside of subnet 172.17.0.0/16",
    "'run --dry-run --network bridge --network name=bridge,ip=172.17.0.9 lab true', asked for already",
    "run --dry-run --network bridge --ip6 fd00::1 lab true, is in no subnet of network bridge",
    "run --rm -p 80:90:100:110 lab true,                  write CONTAINER",
    "run --rm --mac-address 01:00:00:00:00:01 lab true,   a group of links",
    "run --rm --mac-address 00:00:00:00:00:00 lab true,   no link can have it",
    "run --rm --network bridge --network-alias a\tb lab true, 'write one word'",
    "'run --rm --dns-option x\ny lab true',              write one word",
    "run --rm --add-host a\tb:1.2.3.4 lab true,          write one word",
    "'run --rm -h a\nb lab true',                        one word of /etc/hosts",
    "run --rm -p 8080:80 -p 8080:81 lab true,             asks for it twice",
    "run --rm --network ip=172.17.0.9 lab true,           name= is missing",
    "'run --rm --network name=bridge,weight=1 lab true',  unknown key \"weight\"",
    "'run --rm --network name=bridge,ip lab true',        ip has no value",
    "'run --rm --network name=bridge,ip=fd00::1 lab true', an address of IPv4 is needed",
    "'run --rm --network name=bridge,name=b lab true',    name= is there twice",
    "'run --rm --network name=bridge,ip=172.17.0.9 --ip 172.17.0.8 lab true', --ip is for the first network",
    "'run --rm --network bridge --network name=bridge,ip=172.17.0.9 lab true', asked for already",
    "'run --rm --network name=none,ip=172.17.0.9 lab true', --network none goes without",
    "run --rm --expose 80:80 lab true,                    write a port of the container only",
    "run --rm --expose 80/sctp lab true,                  --expose 80/sctp: the protocol is tcp or udp",
    "run --rm --dns 1.2.3.256 lab true,                   not an IP address: 1.2.3.256",
    "run --rm --add-host a:1.2.3.256 lab true,            not an IP address: 1.2.3.256",
    "run --rm -p 1.2.3.256:80:80 lab true,                not an IP address: 1.2.3.256",
  })
  void whatCannotBeIsSaidInOneLine(String line, String expected) throws Exception {
    host.miniDocker(line.split(" ", -1)).complains(125, expected);
    assertEquals("", host.run("sh", "-c", "ip -o link | grep mdv; true").out());
  }

  @ParameterizedTest
  @CsvSource({
    "create none,                                   means something else",
    "create a/b,                                    cannot be a network's name",
    "create --subnet 10.99.0.0/16 x,                to which this host has a route already",
    "create --subnet 10.1.0.1/16 x,                 Write it as 10.1.0.0/16",
    "create --subnet 10.1.0.0/16 --gateway 10.2.0.1 x, is in no subnet",
    "create --subnet 10.1.0.0/16 --subnet 10.2.0.0/16 x, several --subnet of one IP version",
    "create --subnet 10.1.0.0/16 --aux-address r=10.2.0.1 x, is in no subnet",
    "create --subnet 10.1.0.0/16 --aux-address 10.1.0.9 x, write NAME=ADDRESS",
    "create --subnet 10.1.0.0/16 --aux-address r=10.1.0 x, not an IP address: 10.1.0",
    "create --subnet 10.1.0.0/16 --gateway 10.1.0.9 --aux-address r=10.1.0.9 x, 'kept for \"r\"'",
    "create --subnet 0.0.0.0/0 x,                   every address",
    "create --subnet ::/0 x,                        every address",
    "create --subnet 1.2.3.256/24 x,                not an IP address: 1.2.3.256",
    "create --driver nothere x,                     'there are bridge, macvlan, ipvlan'",
    "create -o parent=lo x,                         there is com.docker.network.bridge.name",
    "create -o com.docker.network.bridge.name=a234567890123456 x, it has 1 to 15",
    "create -o com.docker.network.driver.mtu=67 x,  'give bytes, from 68 to 65535'",
    "create -o com.docker.network.driver.mtu=65536 x, 'give bytes, from 68 to 65535'",
    "create -o com.docker.network.driver.mtu=1500B x, give bytes",
    "create -o com.docker.network.driver.mtu=1279 --ipv6 x, 'from 1280, which IPv6 demands'",
    "inspect nothere,                               there is no network",
  })
  void whatIsWrongWithANetworkIsSaidInOneLine(String line, String expected) throws Exception {
    String before = host.miniDocker("network", "ls").exitsWith(0).out();
    Outcome outcome = host.miniDocker(("network " + line).split(" ", -1));
    assertEquals(1, outcome.err().lines().count(), outcome::toString);
    assertTrue(outcome.err().contains(expected), outcome::toString);
    outcome.exitsWith(1);
    host.miniDocker("network", "ls").prints(before);
  }
}
