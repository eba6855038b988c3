package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Overlay networks that cannot be. None of them changes anything, so one site serves them all. */
@Requires(
    value = {Need.ROOT, Need.VXLAN},
    programs = {"unshare", "nsenter", "ip", "bridge", "etcd", "etcdctl", "busybox"})
class OverlayRefusalsIT {
  @TempDir static Path directory;
  private static PlayedSite site;

  @BeforeAll
  static void playSite() throws Exception {
    site = new PlayedSite(directory);
    site.startWebServer(8080);
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    site.end();
  }

  @ParameterizedTest
  @CsvSource({
    "x,                                          driver overlay needs -o etcd=http://HOST:2379",
    "-o etcd=10.9.0.254:2379 x,                  is no address of etcd: write http://HOST:2379",
    "-o etcd=http://10.9.0.254:2380 x,           does not answer",
    "-o etcd=http://10.9.0.77:2379 x,            does not answer",
    "-o etcd=http://10.9.0.254:8080 x,           is not etcd",
    "-o etcd=http://10.77.0.1:2379 x,            no route leads to 10.77.0.1",
    "-o etcd=http://nobody.invalid:2379 x,       the name nobody.invalid is not known here",
    "-o etcd=http://10.9.0.254:2379 -o local=10.9.0.77 x, this host does not have this address",
    "-o etcd=http://10.9.0.254:2379 -o local=127.0.0.1 x, is the loopback",
    "-o etcd=http://10.9.0.254:2379 -o local=a x, not an IP address",
    "-o etcd=http://10.9.0.254:2379 -o vni=7 x,  'there is etcd, local'",
    "-o etcd=http://10.9.0.254:2379 --subnet 10.9.0.0/16 x, this host has a route already",
  })
  void whatCannotBeIsSaidInOneLineAndLeavesNothing(String line, String expected) throws Exception {
    site.host(1)
        .miniDocker(("network create -d overlay " + line).split(" ", -1))
        .complains(1, expected);
    site.host(1).miniDocker("network", "ls", "-q").prints("");
    assertEquals(List.of(), site.keys());
  }
}
