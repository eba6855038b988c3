package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container asks for in each of its networks, and what it gets. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "busybox"})
class EndpointOptionsIT {
  private static final String RED = "name=red,ip=10.71.0.9,mac-address=02:00:00:00:00:09";
  private static final String BLUE = "name=blue,ip=10.72.0.7,ip6=fd72::7";
  private static final String LOOK = "ip -o addr show eth0; ip -o addr show eth1; ip link";

  private final WebPage page = WebPage.madeUp();
  private final String text = page.text();

  @TempDir Path directory;
  private PlayedHost host;

  @BeforeEach
  void makeNetworks() throws Exception {
    host = new PlayedHost(directory.resolve("state"));
    host.miniDocker("network", "create", "--subnet", "10.71.0.0/24", "red").exitsWith(0);
    host.miniDocker(
            "network", "create", "--subnet", "10.72.0.0/24", "--subnet", "fd72::/64", "blue")
        .exitsWith(0);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    host.endContainers();
    host.removeNetworks();
    host.end();
  }

  @Test
  void eachLinkHasWhatIsAskedOfItsNetwork() throws Exception {
    String[] asked = {"run", "--rm", "--network", RED, "--network", BLUE, "lab", "sh", "-c", LOOK};
    Outcome shown = host.miniDocker(asked).exitsWith(0);
    String[] lines = shown.out().split("\n", -1);
    assertTrue(lines[0].matches(".*eth0 .*inet 10\\.71\\.0\\.9/24 .*"), shown::toString);
    assertTrue(shown.out().contains("02:00:00:00:00:09"), shown::toString);
    assertTrue(shown.out().matches("(?s).*eth1 [^\n]*inet 10\\.72\\.0\\.7/24 .*"), shown::toString);
    assertTrue(shown.out().matches("(?s).*eth1 [^\n]*inet6 fd72::7/64 .*"), shown::toString);
  }

  /** As with docker, the options that stand alone are for the first. */
  @Test
  void aliasesAreOfTheNetworkForWhichTheyAreAsked() throws Exception {
    host.starts(
        page.serving(
            "--network",
            "name=red,alias=one",
            "--network",
            "name=blue,alias=two",
            "--network-alias",
            "three"));
    for (String name : new String[] {"one", "three"}) {
      host.in("red", "wget -q -O - http://" + name).prints(text + "\n");
      assertUnknown("blue", name);
    }
    host.in("blue", "wget -q -O - http://two").prints(text + "\n");
    assertUnknown("red", "two");
  }

  @Test
  void noContainerGetsAnAddressThatIsKeptForOthers() throws Exception {
    String create = "network create --subnet 10.73.0.0/29 --aux-address nas=10.73.0.3";
    host.miniDocker((create + " --aux-address router=10.73.0.1 green").split(" ")).exitsWith(0);
    Outcome seen = host.in("green", "ip -4 -o addr show eth0; ip route").exitsWith(0);
    assertTrue(seen.out().contains("inet 10.73.0.4/29 "), seen::toString);
    assertTrue(seen.out().contains("default via 10.73.0.2 dev eth0"), seen::toString);
    host.miniDocker("run", "--rm", "--network", "green", "--ip", "10.73.0.3", "lab", "true")
        .complains(125, "10.73.0.3 is kept for \"nas\"");
    host.miniDocker("network", "inspect", "-f", "{{json .IPAM.Config}}", "green")
        .prints(
            "[{\"Subnet\":\"10.73.0.0/29\",\"Gateway\":\"10.73.0.2\",\"AuxiliaryAddresses\":"
                + "{\"nas\":\"10.73.0.3\",\"router\":\"10.73.0.1\"}}]\n");
  }

  private void assertUnknown(String network, String name) throws Exception {
    Outcome outcome = host.in(network, "wget -q -O - http://" + name).exitsWith(1);
    assertTrue(outcome.err().contains("bad address '" + name + "'"), outcome::toString);
  }
}
