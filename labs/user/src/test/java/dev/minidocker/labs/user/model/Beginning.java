package dev.minidocker.labs.user.model;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.user.IdMapChoice;
import dev.minidocker.labs.user.UserConfig;
import dev.minidocker.labs.user.UserConfig.Writer;
import dev.minidocker.labs.user.UserMechanism;
import dev.minidocker.labs.user.UserNamespace;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.ProcessStatus;
import dev.minidocker.linux.proc.Procfs;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a life begins: who its first process is, for the model and for the kernel. */
sealed interface Beginning {

  Person person();

  Sandbox start(Program program);

  /** Those that whoever runs the tests can have. */
  static List<Beginning> possible() {
    List<Beginning> possible = new ArrayList<>(List.of(new Single()));
    if (Privilege.canMakeNamespaces()) {
      possible.add(new OnTheHost());
    }
    ranges().ifPresent(config -> possible.add(new Ranges(config)));
    return possible;
  }

  private static Optional<UserConfig> ranges() {
    ProcessStatus self = Procfs.HOST.self().status();
    if (Privilege.has(Capability.CAP_SETUID)) {
      boolean everybody = home().parent == null;
      UidMap map = new UidMap(List.of(new Range(0, 0, 1), new Range(1, 100_000, 65_536)));
      return everybody ? Optional.of(new UserConfig(map, map, Writer.STARTER)) : Optional.empty();
    }
    IdMapChoice.Account account =
        new IdMapChoice.Account(
            System.getProperty("user.name"),
            (int) self.users().effective(),
            (int) self.groups().effective());
    return Optional.of(IdMapChoice.of(account, Path.of("/")).config())
        .filter(config -> config.writer() == Writer.NEWIDMAP);
  }

  /** The user namespace of this JVM: the machine's first, or one of which no more is known. */
  private static Namespace home() {
    Procfs.ProcessFiles self = Procfs.HOST.self();
    Namespace first = Namespace.first();
    return self.uidMap().equals(first.users)
        ? first
        : first.containing(self.uidMap(), self.gidMap(), maySetGroups());
  }

  private static boolean maySetGroups() {
    try {
      return Files.readString(Path.of("/proc/self/setgroups")).startsWith("allow");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who runs this JVM, in a namespace that may be another. */
  private static Person self(Namespace namespace, Collection<Capability> capabilities) {
    ProcessStatus status = Procfs.HOST.self().status();
    UserModel model = new UserModel();
    Namespace home = home();
    return new Person(
        namespace,
        model.comesIn(home, Kind.USERS, status.users().effective()).orElseThrow(),
        model.comesIn(home, Kind.GROUPS, status.groups().effective()).orElseThrow(),
        status.supplementaryGroups().stream()
            .flatMapToLong(group -> model.comesIn(home, Kind.GROUPS, group).stream())
            .boxed()
            .toList(),
        capabilities);
  }

  /** Where this JVM is, with its privileges. */
  record OnTheHost() implements Beginning {
    @Override
    public Person person() {
      return self(home(), Life.CAPABILITIES.stream().filter(Privilege::has).toList());
    }

    @Override
    public Sandbox start(Program program) {
      return Sandbox.start(Set.of(), program);
    }
  }

  /** In a namespace with one user and one group. */
  record Single() implements Beginning {
    @Override
    public Person person() {
      ProcessStatus status = Procfs.HOST.self().status();
      UidMap users = UidMap.single(0, status.users().effective());
      UidMap groups = UidMap.single(0, status.groups().effective());
      return self(home().containing(users, groups, false), Life.CAPABILITIES);
    }

    @Override
    public Sandbox start(Program program) {
      return Sandbox.start(Set.of(UserMechanism.NAMESPACE), program);
    }
  }

  /** In a namespace with ranges, which the starter, or newuidmap, has written. */
  record Ranges(UserConfig config) implements Beginning {
    @Override
    public Person person() {
      return self(home().containing(config.users(), config.groups(), true), Life.CAPABILITIES);
    }

    @Override
    public Sandbox start(Program program) {
      UserMechanism mechanism = new UserNamespace();
      Sandbox sandbox = Sandbox.startUnmapped(Set.of(), mechanism.program(config).then(program));
      sandbox.awaitPause();
      mechanism.acts(config).forEach(act -> act.perform(sandbox.pid()));
      sandbox.resume();
      return sandbox;
    }
  }
}
