package dev.minidocker.engine;

import dev.minidocker.labs.cgroups.limits.ControlGroups;
import dev.minidocker.labs.cgroups.limits.LimitMechanism;
import dev.minidocker.labs.mnt.MntMechanism;
import dev.minidocker.labs.mnt.MntNamespace;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.NetNamespace;
import dev.minidocker.labs.pid.PidMechanism;
import dev.minidocker.labs.pid.PidNamespace;
import dev.minidocker.labs.security.DockerDefaults;
import dev.minidocker.labs.security.SecurityMechanism;
import dev.minidocker.labs.unionfs.Overlay;
import dev.minidocker.labs.unionfs.UnionMechanism;
import dev.minidocker.labs.user.UserMechanism;
import dev.minidocker.labs.user.UserNamespace;
import dev.minidocker.labs.uts.UtsMechanism;
import dev.minidocker.labs.uts.UtsNames;

/** The parts that a container is assembled from, one of each lab. */
public record Mechanisms(
    UserMechanism user,
    UtsMechanism uts,
    PidMechanism pid,
    MntMechanism mnt,
    NetMechanism net,
    UnionMechanism unionfs,
    SecurityMechanism security,
    LimitMechanism limits) {

  /** The labs' own implementations. */
  public static final Mechanisms REFERENCE =
      new Mechanisms(
          new UserNamespace(),
          new UtsNames(),
          new PidNamespace(),
          new MntNamespace(),
          new NetNamespace(),
          new Overlay(),
          new DockerDefaults(),
          new ControlGroups());

  /** Names another implementation of a mechanism, or gives back the one that there is. */
  @FunctionalInterface
  public interface Replacement {
    <T> T of(Class<T> mechanism, T present);
  }

  /** The same with each part replaced; the one place that knows all of them. */
  public Mechanisms with(Replacement others) {
    return new Mechanisms(
        others.of(UserMechanism.class, user),
        others.of(UtsMechanism.class, uts),
        others.of(PidMechanism.class, pid),
        others.of(MntMechanism.class, mnt),
        others.of(NetMechanism.class, net),
        others.of(UnionMechanism.class, unionfs),
        others.of(SecurityMechanism.class, security),
        others.of(LimitMechanism.class, limits));
  }
}
