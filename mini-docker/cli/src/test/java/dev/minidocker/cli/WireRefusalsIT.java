package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks on a wire that cannot be. None of them changes anything: one host serves them all. */
@Requires(
    value = {Need.ROOT, Need.MACVLAN},
    programs = {"unshare", "nsenter", "ip"})
class WireRefusalsIT {
  @TempDir static Path directory;
  private static PlayedHost host;

  @BeforeAll
  static void playHost() throws Exception {
    host = new PlayedHost(directory.resolve("state"));
    host.run("ip", "link", "add", "wire0", "up", "type", "veth", "peer", "name", "wire1")
        .exitsWith(0);
    host.run("ip", "addr", "add", "10.88.0.254/24", "dev", "wire0").exitsWith(0);
    host.run("ip", "link", "add", "br9", "type", "bridge").exitsWith(0);
    host.run("ip", "link", "add", "port0", "type", "veth", "peer", "name", "port1").exitsWith(0);
    host.run("ip", "link", "set", "port0", "master", "br9").exitsWith(0);
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    host.end();
  }

  @ParameterizedTest
  @CsvSource({
    "-d macvlan x,                                  driver macvlan needs -o parent=LINK",
    "-d ipvlan x,                                   driver ipvlan needs -o parent=LINK",
    "-d macvlan -o parent= x,                       driver macvlan needs -o parent=LINK",
    "-d macvlan -o parent=nothere x,                this host has no such link",
    "-d macvlan -o parent=wire0 -o mode=bridge x,   'there is parent, macvlan_mode'",
    "-d macvlan -o parent=wire0 -o macvlan_mode=l2 x, 'there is private, vepa, bridge, passthru'",
    "-d ipvlan -o parent=wire0 -o ipvlan_mode=x x,  'there is l2, l3, l3s'",
    "-d macvlan -o parent=wire0 --internal x,       Leave --internal out",
    "-d macvlan -o parent=lo x,                     EINVAL",
    "-d macvlan -o parent=port0 x,                  a port of a bridge",
    "-d macvlan -o parent=wire0 bridge,             is the default network",
  })
  void whatCannotBeIsSaidInOneLineAndLeavesNothing(String line, String expected) throws Exception {
    String before = host.run("ip", "-o", "link").out();
    host.miniDocker(("network create " + line).split(" ", -1)).complains(1, expected);
    assertEquals(before, host.run("ip", "-o", "link").out());
    host.miniDocker("network", "ls", "-q").prints("");
  }
}
