package dev.minidocker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.minidocker.engine.PreparedContainer;
import dev.minidocker.labs.cgroups.limits.GroupRemoval;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The C form of a container is the same container. */
class FloorIT {
  /**
   * What a process can see of where and what it is; mount ids and the links of /proc differ from
   * one start to the next.
   */
  private static final String DESCRIBE =
      """
      hostname; id; pwd; umask; env | sort; ls -l /proc/self/fd | wc -l
      grep -E '^(Cap|NoNewPrivs|Seccomp|Uid|Gid|Groups|NSpid|NSsid)' /proc/self/status
      cut -d' ' -f 4,5,6 /proc/self/mountinfo
      ls -ln / /dev /etc/hosts /proc/kcore | sed -E 's/^([^ ]+) +[0-9]+ /\\1 /; s/[A-Z][a-z][a-z] .*:.. / /'
      cat /sys/class/net/lo/flags /proc/self/uid_map
      """;

  private Workshop workshop;
  private Path gcc;

  @BeforeEach
  void makeWorkshop() {
    gcc = Executable.find("gcc").orElseGet(() -> abort("needs gcc"));
    workshop = new Workshop();
  }

  @AfterEach
  void removeWorkshop() {
    if (workshop != null) {
      workshop.close();
    }
  }

  @Test
  void aContainerMadeInCSeesWhatOursSees() throws IOException {
    try (PreparedContainer container = workshop.prepare("sh", "-c", DESCRIBE)) {
      String ours = ours(container);
      container.groups().forEach(GroupRemoval::remove); // for it is made once more
      String inC = inC(container);
      assertTrue(ours.contains("NSpid:\t"), ours);
      assertEquals(ours, inC);
    }
  }

  @Test
  void theFloorAnswersWithATimeForEachContainer() {
    try (PreparedContainer container = workshop.prepare("true");
        Server floor = workshop.floor(gcc, container)) {
      assertTrue(floor.sample() > 10_000); // less than the time of one exec
      assertTrue(floor.sample() > 10_000);
    }
  }

  private static String ours(PreparedContainer container) {
    Fd[] pipe = Fd.pipe();
    try (Fd in = pipe[0];
        Child child = launch(container, pipe[1])) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
        said.write(buffer, 0, length);
      }
      child.awaitStart();
      child.waitFor();
      return said.toString(StandardCharsets.UTF_8);
    }
  }

  private static Child launch(PreparedContainer container, Fd output) {
    try (output;
        Fd nothing = Fd.open("/dev/null", 0, 0)) {
      List<Integer> streams = List.of(nothing.number(), output.number(), output.number());
      return Launcher.launch(container.program(), new Launcher.Setting(streams, question -> {}));
    }
  }

  private String inC(PreparedContainer container) throws IOException {
    Path executable = Server.compile(CProgram.of(container.program()), gcc, workshop.folder("c"));
    workshop.empty(container);
    Process process =
        new ProcessBuilder(executable.toString(), "once")
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
