package dev.minidocker.linux.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CgroupMembershipProperties {

  @Property
  void aFileThatIsWrittenIsTheFileThatIsRead(
      @ForAll("memberships") List<CgroupMembership> memberships) {
    String file = memberships.stream().map(line -> line + "\n").collect(Collectors.joining());
    assertEquals(memberships, CgroupMembership.parseAll(file));
  }

  @Property
  void anythingElseIsRefusedByName(@ForAll("noise") String line) {
    if (!line.matches("(?s)[0-9]{1,9}:[^:]*:/.*")) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> CgroupMembership.parse(line));
      assertEquals("not a line of /proc/PID/cgroup: " + line, refusal.getMessage());
    }
  }

  @Example
  void theMachinesOwnFileIsReadWhole() throws Exception {
    String file = Files.readString(Path.of("/proc/self/cgroup"));
    List<CgroupMembership> read = Procfs.HOST.self().cgroups();
    assertFalse(read.isEmpty());
    assertEquals(file.lines().toList(), read.stream().map(Object::toString).toList());
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.strings().withChars("0123456789:/,a=. -").ofMaxLength(20);
  }

  @Provide
  Arbitrary<List<CgroupMembership>> memberships() {
    Arbitrary<String> controller =
        Arbitraries.of("cpu", "cpuacct", "pids", "freezer", "name=systemd", "name=md-1");
    Arbitrary<String> path =
        Arbitraries.strings()
            .withChars("abc:.,= é")
            .ofMinLength(1)
            .ofMaxLength(5)
            .list()
            .ofMaxSize(4)
            .map(names -> "/" + String.join("/", names));
    return Combinators.combine(
            Arbitraries.integers().between(0, 99), controller.list().ofMaxSize(3), path)
        .as(CgroupMembership::new)
        .list()
        .ofMaxSize(12);
  }
}
