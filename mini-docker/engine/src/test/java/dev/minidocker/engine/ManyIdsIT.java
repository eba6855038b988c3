package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.image.ImageStore;
import dev.minidocker.labs.user.IdMapChoice;
import dev.minidocker.labs.user.StarterAct;
import dev.minidocker.labs.user.UserConfig;
import dev.minidocker.labs.user.UserConfig.Writer;
import dev.minidocker.labs.user.UserMechanism;
import dev.minidocker.labs.user.UserNamespace;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mechanism that maps many ids: the engine writes the maps while the container waits. */
class ManyIdsIT {
  private static final Mechanisms LABS = Mechanisms.REFERENCE;

  private static Laboratory laboratory;

  @BeforeAll
  static void open() {
    laboratory = Laboratory.open();
  }

  @AfterAll
  static void close() {
    if (laboratory != null) {
      laboratory.close();
    }
  }

  /** Whatever is asked of it, it maps these. */
  private record Many(UserConfig config) implements UserMechanism {
    @Override
    public Program program(UserConfig asked) {
      return new UserNamespace().program(config);
    }

    @Override
    public List<StarterAct> acts(UserConfig asked) {
      return new UserNamespace().acts(config);
    }
  }

  @Test
  void theContainersUserIsOneOfMany() {
    UserConfig config = many();
    int uid = ThreadLocalRandom.current().nextInt(1, 900);
    ContainerSpec spec =
        ContainerSpecs.as(Integer.toString(uid), "sh", "-c", "id -u; cat /proc/self/uid_map");
    try (PreparedContainer prepared = engine(config).prepare(spec)) {
      assertTrue(
          prepared.program().steps().stream()
              .anyMatch(step -> step.why().contains("starter writes the maps")));
      String output =
          laboratory.outputOf(
              prepared,
              prepared.program(),
              question -> {
                throw new AssertionError("the engine knows the answer to " + question);
              });
      String[] parts = output.split("\n", 2);
      assertEquals(Integer.toString(uid), parts[0]);
      assertEquals(config.users(), UidMap.parse(parts[1]));
    }
  }

  @Test
  void whoSharesItsNetworkMayBeAnotherOfThem() {
    UserConfig config = many();
    int[] uids = ThreadLocalRandom.current().ints(1, 900).distinct().limit(2).toArray();
    Engine engine = engine(config);
    ContainerSpec owning = ContainerSpecs.as(Integer.toString(uids[0]), "sleep", "60");
    try (RunningContainer owner = engine.prepare(owning).start()) {
      ContainerSpec joining =
          ContainerSpecs.as(Integer.toString(uids[1]), "sh", "-c", "id -u; cat /proc/self/uid_map")
              .with(NetworkRequest.in(NetworkRequest.CONTAINER + owner.id()));
      try (PreparedContainer prepared = engine.prepare(joining)) {
        String output = laboratory.outputOf(prepared, prepared.program(), question -> {});
        String[] parts = output.split("\n", 2);
        assertEquals(Integer.toString(uids[1]), parts[0]);
        assertEquals(config.users(), UidMap.parse(parts[1]));
      }
    }
  }

  private Engine engine(UserConfig config) {
    Host host = laboratory.host();
    Host ordinary = new Host(host.uid(), host.gid(), false, Set.of(), host.known());
    Mechanisms mechanisms =
        new Mechanisms(
            new Many(config),
            LABS.uts(),
            LABS.pid(),
            LABS.mnt(),
            LABS.net(),
            LABS.unionfs(),
            LABS.security(),
            LABS.limits());
    return new Engine(
        laboratory.state(), ImageStore.open(laboratory.state()), ordinary, mechanisms);
  }

  private static UserConfig many() {
    Host host = laboratory.host();
    if (!host.rootless()) {
      UidMap map = new UidMap(List.of(new Range(0, host.uid(), 1), new Range(1, 100_000, 1000)));
      return new UserConfig(map, map, Writer.STARTER);
    }
    IdMapChoice choice =
        IdMapChoice.of(
            new IdMapChoice.Account(System.getProperty("user.name"), host.uid(), host.gid()),
            Path.of("/"));
    assumeTrue(choice.config().writer() == Writer.NEWIDMAP, choice.reason());
    return choice.config();
  }
}
