package dev.minidocker.cli;

import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may make no groups is told why, and what to do; what needs none works. */
class LimitsWithoutGroupsIT {

  @BeforeAll
  static void noGroups() {
    Requirements.containers();
    Assumptions.assumeTrue( // where that is not so, LimitsIT has its say
        GroupRoots.ofThisMachine().roots().stream().noneMatch(Root::allowed),
        "needs an ordinary user to whom no groups are delegated");
  }

  @ParameterizedTest
  @CsvSource({
    "-m,64m,memory",
    "--cpus,0.5,cpu",
    "--pids-limit,9,pids",
    "--device,/dev/null,devices"
  })
  void aLimitIsRefusedByName(String option, String value, String controller) {
    CommandLines.execute("run", "--rm", option, value, "lab", "true")
        .complains(125, "\"" + controller + "\"", "as root", "leave the limit out");
  }

  @Test
  void limitsOfEachProcessNeedNoGroup() throws Exception {
    CommandLines.run(
            "run", "--rm", "--ulimit", "nofile=100:200", "lab", "sh", "-c", "ulimit -n; ulimit -Hn")
        .prints("100\n200\n");
  }
}
