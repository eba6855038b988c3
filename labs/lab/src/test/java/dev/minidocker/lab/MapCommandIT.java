package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LeavesNothing;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code lab map} as a process. */
@ExtendWith(LeavesNothing.class)
class MapCommandIT {
  @TempDir Path state;

  @Test
  @Requires(
      value = Need.USER_NAMESPACES,
      programs = {"unshare", "ip"})
  void drawsWhereItIs() throws Exception {
    String script =
        "readlink /proc/self/ns/net; ip link add mdhere type bridge; ip address add 10.9.8.7/24 dev"
            + " mdhere; ";
    List<String> lines =
        script(List.of("unshare", "--user", "--map-root-user", "--net"), script + map());
    int here = lines.indexOf(own(lines.get(0), lines)) + 1;
    assertTrue(here > 0, lines::toString);
    assertTrue(lines.get(here).matches("  lo +loopback +down"), lines::toString);
    assertTrue(lines.get(here + 1).matches("  mdhere +bridge +down +10.9.8.7/24"), lines::toString);
  }

  private static String own(String inode, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(inode + ", you are here: process "))
        .findFirst()
        .orElse("none");
  }

  @Test
  @Requires(
      value = Need.USER_NAMESPACES,
      programs = {"unshare"})
  void whoHasNoPrivilegesIsToldWhatIsNotShown() throws Exception {
    List<String> lines = script(List.of("unshare", "--user"), map());
    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith("Not shown: network namespaces that only "), lines::toString);
    assertTrue(last.contains("EACCES (Permission denied). Root sees more"), last);
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("  Not shown: what its rules translate")),
        lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.contains("you are here")), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("  lo ")), lines::toString);
  }

  @Test
  void aPictureIsNothingButThePicture() throws Exception {
    String svg = Command.run(state, Command.lab("map", "--svg")).exitsWith(0).text();
    assertTrue(svg.startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\""), svg);
    assertTrue(svg.endsWith("</svg>\n"), svg);
    assertTrue(svg.contains(", you are here</text>"), svg);
    assertTrue(svg.chars().allMatch(c -> c < 0x7f), svg);
  }

  @Test
  void theHelpNamesIt() throws Exception {
    Command.run(state, Command.lab("--help")).exitsWith(0).shows("\n  map ");
    Command.run(state, Command.lab("map", "--help")).exitsWith(0).shows("--svg");
  }

  private static String map() {
    return Command.words(Command.lab("map"));
  }

  private List<String> script(List<String> where, String script) throws Exception {
    List<String> command = new ArrayList<>(where);
    command.addAll(List.of("sh", "-ec", script));
    Command.Outcome outcome = Command.run(state, command);
    assertEquals(0, outcome.code(), outcome.text());
    return outcome.text().lines().toList();
  }
}
