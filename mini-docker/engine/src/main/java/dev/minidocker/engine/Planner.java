package dev.minidocker.engine;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.engine.storage.RootFilesystem;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageConfig;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.mnt.Attachment;
import dev.minidocker.labs.security.Identity;
import dev.minidocker.labs.security.Privileges;
import dev.minidocker.labs.user.UserConfig;
import dev.minidocker.labs.uts.UtsConfig;
import dev.minidocker.linux.Capability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Works out a container's {@link Blueprint} from what was asked, what the image says, and the host.
 */
final class Planner {
  private final Host host;
  private final Supplier<GroupRoots> groups;

  /**
   * @param groups where groups can be made on this machine
   */
  Planner(Host host, Supplier<GroupRoots> groups) {
    this.host = host;
    this.groups = groups;
  }

  /**
   * The blueprint of a container.
   *
   * @param root where its root file system comes from
   * @param files what of its own directory to attach
   * @param hostname by which it is to know itself
   * @param network whose network namespace it is in
   * @param watched whether somebody will be there when it ends, and remove what was made for it
   * @throws StartFailure if what is asked cannot be had
   */
  Blueprint plan(
      ContainerSpec spec,
      String id,
      Image image,
      RootFilesystem root,
      List<Attachment> files,
      String hostname,
      NetworkMode network,
      boolean watched) {
    ImageConfig.Defaults defaults = image.config().defaults();
    UserDatabase.Account account = account(spec, image);
    List<String> argv = argv(spec, defaults);
    Confinement confinement =
        Confinement.of(spec.resources(), strangers(spec, watched), host, groups, id);
    List<String> environment = Environment.of(spec, defaults, hostname, account.home());
    return new Blueprint(
        idMap(spec, account, network),
        names(spec, hostname),
        root,
        attachments(spec, files, network),
        spec.readOnly(),
        spec.terminal(),
        spec.init(),
        !spec.capabilities().privileged(),
        privileges(spec, confinement),
        new Identity(account.uid(), account.gid(), account.groups(), !host.rootless()),
        workingDirectory(spec, defaults),
        Environment.candidates(argv.get(0), environment),
        argv,
        environment,
        confinement,
        network);
  }

  /** Who shares the host's network goes by its name there, unless another was asked for. */
  static String hostname(ContainerSpec spec, String id) {
    return spec.hostname()
        .orElseGet(
            () ->
                spec.network().networks().equals(List.of(NetworkRequest.HOST))
                    ? Machine.current().name()
                    : Ids.shortened(id));
  }

  /** What lies deeper comes later, or it would be hidden. */
  private List<Attachment> attachments(
      ContainerSpec spec, List<Attachment> files, NetworkMode network) {
    Set<String> targets = new HashSet<>();
    for (Attachment attachment : spec.attachments()) {
      if (!targets.add(Path.of(attachment.target()).normalize().toString())) {
        throw new StartFailure(
            "two mounts at " + attachment.target() + " of the container: leave one of them out");
      }
    }
    List<Attachment> all = new ArrayList<>(files);
    all.removeIf(file -> targets.contains(file.target()));
    if (host.rootless() && network instanceof NetworkMode.Host && !targets.contains("/sys")) {
      all.add(new Attachment.Bind(Path.of("/sys"), "/sys", true, true)); // nobody else may mount it
    }
    all.addAll(spec.attachments());
    all.sort((one, other) -> Integer.compare(depth(one), depth(other)));
    return all;
  }

  private static int depth(Attachment attachment) {
    return Path.of(attachment.target()).normalize().getNameCount();
  }

  private UtsConfig names(ContainerSpec spec, String hostname) {
    if (!hostname.matches("[^\\s\\p{Cntrl}]*")) {
      throw new StartFailure(
          "--hostname: a host name is one word of /etc/hosts, without spaces and ends of lines");
    }
    try {
      return new UtsConfig(Optional.of(hostname), spec.domainname());
    } catch (IllegalArgumentException e) {
      throw new StartFailure(e.getMessage(), StartFailure.OUR_FAULT, e);
    }
  }

  private UserDatabase.Account account(ContainerSpec spec, Image image) {
    String user = spec.user().orElse(image.config().defaults().user());
    return ImageAccounts.of(image).find(user.isEmpty() ? "0" : user);
  }

  /**
   * The one id that an ordinary user may map becomes whoever the container runs as. It is called 0
   * in the user namespace that has the user's networks, below which the container's is then. Who
   * shares the network of another has none to map: the users are the other's.
   */
  private Optional<UserConfig> idMap(
      ContainerSpec spec, UserDatabase.Account account, NetworkMode network) {
    if (!host.rootless()) {
      return Optional.empty();
    } else if (network instanceof NetworkMode.Shared shared && shared.owner().isPresent()) {
      String asked = "--network " + spec.network().networks().get(0);
      shared.owner().get().requireMapped(asked, account.uid(), account.gid());
      return Optional.empty();
    }
    boolean below = network instanceof NetworkMode.Own own && own.place().isPresent();
    return Optional.of(
        UserConfig.single(
            account.uid(), below ? 0 : host.uid(), account.gid(), below ? 0 : host.gid()));
  }

  /** What to do about devices: an ordinary user may make none, and use what the host lets them. */
  private Confinement.Strangers strangers(ContainerSpec spec, boolean watched) {
    if (host.rootless() || spec.capabilities().privileged()) {
      return Confinement.Strangers.ALLOWED;
    }
    return watched ? Confinement.Strangers.REFUSED : Confinement.Strangers.REFUSED_WITHOUT_GROUP;
  }

  private Privileges privileges(ContainerSpec spec, Confinement confinement) {
    EnumSet<Capability> available = EnumSet.noneOf(Capability.class);
    available.addAll(host.rootless() ? host.known() : host.permitted());
    if (confinement.noDevices()) {
      available.remove(Capability.CAP_MKNOD);
    }
    return spec.capabilities().resolve(available, host.known());
  }

  private static List<String> argv(ContainerSpec spec, ImageConfig.Defaults defaults) {
    List<String> argv = new ArrayList<>();
    spec.entrypoint()
        .ifPresentOrElse(
            entrypoint -> {
              if (!entrypoint.isEmpty()) {
                argv.add(entrypoint);
              }
            },
            () -> argv.addAll(defaults.entrypoint()));
    boolean commandOfImage = spec.command().isEmpty() && spec.entrypoint().isEmpty();
    argv.addAll(commandOfImage ? defaults.cmd() : spec.command());
    if (argv.isEmpty()) {
      throw new StartFailure(
          "no command: the image " + spec.image() + " names none, so give one after its name");
    }
    return argv;
  }

  private static String workingDirectory(ContainerSpec spec, ImageConfig.Defaults defaults) {
    String asked = spec.workingDirectory().orElse(defaults.workingDir());
    String directory = asked.isEmpty() ? "/" : asked;
    if (!directory.startsWith("/")) {
      throw new StartFailure(
          "the working directory \"" + directory + "\" must be an absolute path");
    }
    return directory;
  }
}
