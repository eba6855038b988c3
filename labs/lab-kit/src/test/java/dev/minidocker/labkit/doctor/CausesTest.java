package dev.minidocker.labkit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Causes that this machine may not have: its files are made up, the kernel's refusal too. */
class CausesTest {
  @TempDir Path root;

  @Test
  @Requires(Need.USER_NAMESPACES)
  void aSwitchOfTheDistributionIsNamedWithItsCommand() throws IOException {
    for (String name :
        new String[] {
          "kernel.unprivileged_userns_clone=0", "kernel.apparmor_restrict_unprivileged_userns=1"
        }) {
      String[] setting = name.split("=", -1);
      Path file = write("/proc/sys/" + setting[0].replace('.', '/'), setting[1] + "\n");
      Cause cause = causeOf(Errno.EPERM);
      assertEquals(setting[0], cause.name());
      String other = setting[1].equals("0") ? "1" : "0";
      assertEquals("sudo sysctl -w " + setting[0] + "=" + other, cause.remedy());
      Files.delete(file);
    }
  }

  @Test
  @Requires(Need.USER_NAMESPACES)
  void aLimitOfZeroIsToldFromOneThatIsReached() throws IOException {
    Path file = write("/proc/sys/user/max_user_namespaces", "0\n");
    assertEquals("user.max_user_namespaces", causeOf(Errno.ENOSPC).name());
    Files.writeString(file, "05\n");
    assertEquals("limit", causeOf(Errno.ENOSPC).name());
  }

  @Test
  void aContainerAndWslAreKnownByWhatTheyLookLike() throws IOException {
    assertEquals(Answer.YES, place().answer());
    write("/proc/1/cgroup", "0::/system.slice/docker-4711.scope\n");
    assertEquals("container", place().cause().name());
    write("/proc/1/cgroup", "0::/init.scope\n");
    write("/proc/1/environ", "TERM=xterm\0container=lxc\0");
    assertTrue(place().seen().contains("container=lxc"), () -> place().toString());
    write("/proc/version", "Linux version 5.15.90.1-microsoft-standard-WSL2 (gcc) #1 SMP\n");
    assertEquals("wsl", place().cause().name());
  }

  @Test
  void hiddenProcessesAreFoundInTheOptionsOfProc() throws IOException {
    write("/proc/self/status", Files.readString(Path.of("/proc/self/status")));
    write(
        "/proc/self/mountinfo", "22 1 0:21 / /proc rw,relatime - proc proc rw,hidepid=invisible\n");
    Machine machine = new Machine(root);
    Finding finding = new ProcProbe().look(machine, new Trials(Machine.HERE));
    assertEquals(Answer.PARTLY, finding.answer());
    assertEquals("hidepid", finding.cause().name());
  }

  private Finding place() {
    return new PlaceProbe().look(new Machine(root), new Trials(Machine.HERE));
  }

  private Cause causeOf(Errno errno) {
    Outcome refused = Outcome.refused(new ErrnoException("unshare(CLONE_NEWUSER)", errno));
    return new NamespaceCauses(new Machine(root), new Trials(Machine.HERE))
        .of(refused, CloneFlag.CLONE_NEWUSER);
  }

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
