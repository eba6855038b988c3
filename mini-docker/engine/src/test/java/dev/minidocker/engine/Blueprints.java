package dev.minidocker.engine;

import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.engine.storage.RootFilesystem;
import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import dev.minidocker.labs.cgroups.limits.CpuBandwidth;
import dev.minidocker.labs.cgroups.limits.CpuSet;
import dev.minidocker.labs.cgroups.limits.CpuShares;
import dev.minidocker.labs.cgroups.limits.DeviceAccess;
import dev.minidocker.labs.cgroups.limits.Group;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import dev.minidocker.labs.cgroups.limits.Limit;
import dev.minidocker.labs.cgroups.limits.MemoryLimit;
import dev.minidocker.labs.cgroups.limits.PidsLimit;
import dev.minidocker.labs.mnt.Attachment;
import dev.minidocker.labs.security.Identity;
import dev.minidocker.labs.security.Privileges;
import dev.minidocker.labs.unionfs.OverlayConfig;
import dev.minidocker.labs.user.UserConfig;
import dev.minidocker.labs.uts.UtsConfig;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.ResourceLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generated blueprints: any combination of what a container can be, with no machine behind it. */
final class Blueprints {
  private static final Set<Capability> KNOWN = Set.of(Capability.values());

  private Blueprints() {}

  static Arbitrary<Blueprint> any() {
    return Combinators.combine(container(), people(), commands(), confinements())
        .as(Blueprints::with)
        .withoutEdgeCases();
  }

  static Arbitrary<String> words() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars("0123456789-_.")
        .ofMinLength(1)
        .ofMaxLength(20)
        .filter(word -> !word.equals(".") && !word.equals(".."));
  }

  static Arbitrary<String> paths() {
    return words().list().ofMinSize(1).ofMaxSize(4).map(parts -> "/" + String.join("/", parts));
  }

  private record Base(
      UtsConfig names,
      List<Path> layers,
      List<Attachment> attachments,
      boolean readOnly,
      boolean terminal,
      boolean init,
      boolean guarded) {}

  private record Who(Optional<UserConfig> map, Identity identity, Privileges privileges) {}

  private record What(
      String directory, List<String> executables, List<String> argv, List<String> environment) {}

  private static Arbitrary<Base> container() {
    Arbitrary<UtsConfig> names =
        Combinators.combine(words().optional(), words().optional()).as(UtsConfig::new);
    Arbitrary<List<Path>> layers = paths().map(Path::of).list().ofMinSize(1).ofMaxSize(5);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Combinators.combine(names, layers, attachments(), flags, flags, flags, flags)
        .as(Base::new);
  }

  private static Arbitrary<List<Attachment>> attachments() {
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    Arbitrary<Attachment> binds =
        Combinators.combine(paths().map(Path::of), paths(), flags, flags).as(Attachment.Bind::new);
    Arbitrary<Attachment> memory =
        Combinators.combine(paths(), Arbitraries.of("", "size=1m", "mode=700"))
            .as(Attachment.Tmpfs::new);
    return Arbitraries.oneOf(binds, memory).list().ofMaxSize(5);
  }

  private static Arbitrary<Who> people() {
    Arbitrary<Integer> ids = Arbitraries.integers().between(0, 70000);
    Arbitrary<Set<Capability>> kept = Arbitraries.of(Capability.class).set().ofMaxSize(41);
    Arbitrary<Optional<UserConfig>> maps =
        Combinators.combine(ids, ids, ids, ids).as(UserConfig::single).optional();
    return Combinators.combine(maps, ids, ids, ids.list().ofMaxSize(3), kept)
        .as(
            (map, uid, gid, groups, caps) ->
                new Who(
                    map,
                    new Identity(uid, gid, groups, map.isEmpty()),
                    new Privileges(caps, KNOWN)));
  }

  private static Arbitrary<What> commands() {
    Arbitrary<String> variables =
        Combinators.combine(words(), words()).as((name, value) -> name + "=" + value);
    return Combinators.combine(
            paths(),
            paths().list().ofMinSize(1).ofMaxSize(6),
            words().list().ofMinSize(1).ofMaxSize(4),
            variables.list().ofMaxSize(5))
        .as(What::new);
  }

  /** On machines of both versions, and of one that has some controllers in either. */
  private static Arbitrary<Confinement> confinements() {
    Root v1 = root(CgroupVersion.V1, "cpu", "cpuset", "devices");
    Root v2 = root(CgroupVersion.V2, "memory", "pids", "cpu", "cpuset", "devices");
    Arbitrary<GroupRoots> roots =
        Arbitraries.of(
            new GroupRoots(List.of(v2)),
            new GroupRoots(List.of(v2, v1)),
            new GroupRoots(List.of(root(CgroupVersion.V1, "memory", "pids"), v1)));
    Arbitrary<Limit> limits =
        Arbitraries.of(
            new MemoryLimit(64 << 20, OptionalLong.empty()),
            CpuBandwidth.ofCpus(0.5),
            new CpuShares(300),
            new CpuSet("0"),
            new PidsLimit(9),
            DeviceAccess.usualAnd(List.of()));
    Arbitrary<Optional<Group>> groups =
        Combinators.combine(roots, limits.set().ofMinSize(1))
            .as((where, what) -> Group.of(where, "mini-docker", "id", List.copyOf(what)))
            .optional(0.3);
    Arbitrary<OptionalInt> scores =
        Arbitraries.of(OptionalInt.empty(), OptionalInt.of(-5), OptionalInt.of(500));
    Arbitrary<Map<ResourceLimit, ResourceLimit.Value>> ulimits =
        Arbitraries.of(ResourceLimit.class)
            .set()
            .ofMaxSize(3)
            .map(
                some ->
                    some.stream()
                        .collect(
                            Collectors.toMap(
                                Function.identity(), one -> new ResourceLimit.Value(1, -1))));
    return Combinators.combine(groups, Arbitraries.of(true, false), scores, ulimits)
        .as((group, no, score, each) -> new Confinement(group, no, score, each, List.of()));
  }

  private static Root root(CgroupVersion version, String... controllers) {
    Map<String, String> inherited =
        version == CgroupVersion.V1 && List.of(controllers).contains("cpuset")
            ? Map.of("cpuset.cpus", "0-1", "cpuset.mems", "0")
            : Map.of();
    String directory = "/sys/fs/cgroup/" + String.join(",", controllers);
    return new Root(version, Path.of(directory), Set.of(controllers), true, inherited);
  }

  /** The same with these users, and in this network. */
  static Blueprint in(NetworkMode network, Optional<UserConfig> idMap, Blueprint plan) {
    return new Blueprint(
        idMap,
        plan.names(),
        plan.root(),
        plan.attachments(),
        plan.readOnlyRoot(),
        plan.terminal(),
        plan.init(),
        plan.guarded(),
        plan.privileges(),
        plan.identity(),
        plan.workingDirectory(),
        plan.executables(),
        plan.argv(),
        plan.environment(),
        plan.confinement(),
        network);
  }

  private static Blueprint with(Base base, Who who, What what, Confinement confinement) {
    Path place = Path.of("/state/containers/x");
    RootFilesystem root =
        new RootFilesystem.Union(
            new OverlayConfig(
                base.layers(),
                place.resolve("upper"),
                place.resolve("work"),
                place.resolve("merged"),
                who.map().isPresent(),
                base.init())); // whichever of them: it varies
    return new Blueprint(
        who.map(),
        base.names(),
        root,
        base.attachments(),
        base.readOnly(),
        base.terminal(),
        base.init(),
        base.guarded(),
        who.privileges(),
        who.identity(),
        what.directory(),
        what.executables(),
        what.argv(),
        what.environment(),
        confinement,
        NetworkMode.NONE);
  }
}
