package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same commands where the kernel's state is another: the transcript is another, too. */
@Requires(
    value = {Need.NAMESPACES, Need.USER_NAMESPACES},
    programs = {"hostname", "unshare", "setpriv"})
class OtherMachinesIT {
  @TempDir Path state;

  @Test
  void anotherHostNameIsSeenInTheTranscript() throws Exception {
    String name = "md-" + Long.toHexString(ThreadLocalRandom.current().nextLong(1L << 40));
    inNewNamespaces("--uts", "hostname " + name + " && exec " + run())
        .exitsWith(0)
        .shows("host:      " + name + "\n");
  }

  @Test
  void whereNamespacesAreForbiddenARunEndsWithItsOwnCodeAndTheCause() throws Exception {
    Command.Outcome run = inNewNamespaces("--uts", forbidding(run()));
    run.exitsWith(3).shows("lab: cannot run uts here", "user.max_user_namespaces is 0");
  }

  @Test
  void whereNamespacesAreForbiddenADemoIsReplayedAndSaysSo() throws Exception {
    String demo = Command.words(Command.lab("demo", "uts", "--auto"));
    inNewNamespaces("--uts", forbidding(demo))
        .exitsWith(0)
        .shows("This machine cannot run it", "RECORDING", "uts/own-name", "This was a recording.");
  }

  @Test
  void aHomeThatIsReadOnlyDoesNotStopARun() throws Exception {
    String readOnly = "mount -t tmpfs -o ro none " + state + " && exec " + run();
    inNewNamespaces("--mount", readOnly).exitsWith(0).shows("your progress is not kept");
    try (var files = Files.list(state)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aTerminalThatIsNotUtf8GetsAscii() throws Exception {
    List<String> command = new ArrayList<>(Command.lab("run", "uts/own-name"));
    command.replaceAll(word -> word.replace("launch.locale=C.UTF-8", "launch.locale=POSIX"));
    Command.Outcome run = Command.run(state, command).exitsWith(0).shows("ok: the host keeps");
    assertTrue(run.text().chars().allMatch(c -> c < 0x80), run::text);
  }

  private static String run() {
    return Command.words(Command.lab("run", "uts", "--auto"));
  }

  /** Privileges are gone, and a limit of zero, set where one still had them, stays. */
  private static String forbidding(String command) {
    return "echo 0 >/proc/sys/user/max_user_namespaces; exec setpriv --bounding-set=-all"
        + " --inh-caps=-all --no-new-privs "
        + command;
  }

  private Command.Outcome inNewNamespaces(String kind, String script) throws Exception {
    List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", kind));
    if (Privilege.canMakeNamespaces() && kind.equals("--mount")) {
      command = new ArrayList<>(List.of("unshare", kind));
    }
    command.addAll(List.of("sh", "-c", script));
    return Command.run(state, command);
  }
}
