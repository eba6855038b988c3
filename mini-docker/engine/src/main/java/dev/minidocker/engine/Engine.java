package dev.minidocker.engine;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.network.Connection;
import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.engine.network.Networks;
import dev.minidocker.engine.storage.ContainerRoot;
import dev.minidocker.engine.storage.RootFilesystem;
import dev.minidocker.engine.storage.StorageDriver;
import dev.minidocker.engine.storage.StorageDrivers;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LayerLease;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.linux.Arch;
import dev.minidocker.linux.Elf;
import dev.minidocker.linux.FailureHandler;
import dev.minidocker.linux.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs containers. First {@link #prepare}, which makes the container's files and its program; then
 * {@link PreparedContainer#start}; the container is the caller's to close.
 */
public final class Engine {
  private final Path root;
  private final StorageDriver driver;
  private final ContainerStore containers;
  private final ImageStore images;
  private final Host host;
  private final Container container;
  private final NetMechanism net;
  private final Planner planner;

  /**
   * @param root the state directory; made when first needed
   */
  public Engine(Path root, ImageStore images, Host host, Mechanisms mechanisms) {
    this(root, images, host, mechanisms, StorageDrivers.of(root, Optional.empty()));
  }

  /**
   * The same.
   *
   * @param driver the storage driver that the state directory has
   */
  public Engine(
      Path root, ImageStore images, Host host, Mechanisms mechanisms, StorageDriver driver) {
    this.root = root;
    this.driver = driver;
    this.containers = new ContainerStore(root, driver, host.rootless());
    this.images = images;
    this.host = host;
    this.container = new Container(mechanisms);
    this.net = mechanisms.net();
    this.planner = new Planner(host, new Once<>(GroupRoots::ofThisMachine));
  }

  /**
   * Makes everything that a container needs before it can be started.
   *
   * @throws StartFailure if what is asked cannot be had; nothing is left of it then
   */
  public PreparedContainer prepare(ContainerSpec asked) {
    Image image = images.find(asked.image()).orElseThrow(() -> Refusal.noSuchImage(asked.image()));
    ContainerSpec spec = ExposedPorts.published(asked, image, images);
    String id = Ids.random();
    ContainerFiles files = files(spec, id, image);
    try {
      files.create();
      ContainerNetwork asks = network(spec, id);
      Connection network = asks.connect();
      files.connected(network);
      Blueprint blueprint =
          planner.plan(
              spec,
              id,
              image,
              driver.root(files.root()),
              HostFiles.write(
                  files.directory(),
                  asks.hostname(),
                  spec.network(),
                  network,
                  asks.otherDirectory()),
              asks.hostname(),
              network.mode(),
              true);
      files.directory().write(ContainerRecord.of(id, spec, image, blueprint.argv()));
      blueprint.confinement().group().ifPresent(files.directory()::write);
      return new PreparedContainer(
          id,
          spec,
          files,
          container.program(blueprint),
          container.starterActs(blueprint),
          blueprint.confinement());
    } catch (RuntimeException e) {
      files.discard();
      throw e;
    }
  }

  /** How containers get their root file systems here. */
  public StorageDriver driver() {
    return driver;
  }

  /** The containers that were made in this state directory. */
  public KeptContainers containers() {
    return new KeptContainers(containers);
  }

  /**
   * Makes a container whose files are read or changed from outside, before anything runs in it. It
   * takes the image's files, and nothing else of what was asked.
   */
  public Workshop workshop(ContainerSpec spec, Image image) {
    return workshop(
        spec,
        image,
        own -> {
          driver.create(own);
          return driver.root(own);
        });
  }

  /**
   * Shows the files of an ended container, the image's and its own, to be read.
   *
   * @param spec of the container that shows them
   * @param image the one that the ended container was made from
   */
  public Workshop reading(ContainerSpec spec, StoppedContainer ended, Image image) {
    return workshop(spec, image, own -> driver.reading(ended.root(image), own));
  }

  private Workshop workshop(
      ContainerSpec spec, Image image, Function<ContainerRoot, RootFilesystem> making) {
    String id = Ids.random();
    ContainerFiles files = files(spec, id, image);
    try {
      RootFilesystem made = making.apply(files.root());
      Blueprint blueprint =
          planner.plan(
              spec,
              id,
              image,
              made,
              List.of(),
              Planner.hostname(spec, id),
              NetworkMode.NONE,
              false);
      files.directory().write(ContainerRecord.of(id, spec, image, blueprint.argv()));
      Program program = container.workshop(blueprint, Workshop.QUESTION);
      return new Workshop(
          new PreparedContainer(
              id, spec, files, program, container.starterActs(blueprint), Confinement.NONE));
    } catch (RuntimeException e) {
      files.discard();
      throw e;
    }
  }

  /**
   * Whom an image means by {@code user[:group]}, names or numbers. Without a group, a name brings
   * its own, and a number the group of the same number.
   *
   * @throws StartFailure if the image knows no such name
   */
  public static FileOwner owner(Image image, String owner) {
    UserDatabase.Account account = ImageAccounts.of(image).find(owner);
    boolean number = owner.chars().allMatch(c -> c >= '0' && c <= '9');
    return new FileOwner(account.uid(), number ? account.uid() : account.gid());
  }

  private ContainerFiles files(ContainerSpec spec, String id, Image image) {
    LayerLease layers = images.lease(image);
    try {
      ContainerDirectory directory = containers.create(id, spec.name());
      ContainerRoot own = root(image, directory.path(), spec);
      return new ContainerFiles(containers, directory, own, layers, spec.remove());
    } catch (RuntimeException e) {
      layers.close();
      throw e;
    }
  }

  private ContainerNetwork network(ContainerSpec spec, String id) {
    return new ContainerNetwork(containers, spec, id, host.rootless());
  }

  private ContainerRoot root(Image image, Path directory, ContainerSpec spec) {
    return new ContainerRoot(image.layerDirs(), directory, host.rootless(), spec.remove());
  }

  /** The program that {@link #prepare} would make, without making anything. */
  public Program dryRun(ContainerSpec spec) {
    Image image = images.find(spec.image()).orElseThrow(() -> Refusal.noSuchImage(spec.image()));
    String id = Ids.random();
    Path directory = containers.path(id);
    ContainerNetwork asks = network(spec, id);
    Blueprint blueprint =
        planner.plan(
            spec,
            id,
            image,
            driver.root(root(image, directory, spec)),
            HostFiles.attachments(directory),
            asks.hostname(),
            asks.plan(),
            true);
    return container.program(blueprint);
  }

  /**
   * A container as an executable that runs without this JVM, and keeps its changes in memory, above
   * the image's layers, whatever the storage driver is.
   *
   * @param programName by which it speaks of itself when a step fails
   * @throws StartFailure if a group is asked for: nobody would be there to remove it
   */
  public byte[] compile(ContainerSpec spec, String programName) {
    Image image = images.find(spec.image()).orElseThrow(() -> Refusal.noSuchImage(spec.image()));
    if (!spec.resources().limits().isEmpty()) {
      throw new StartFailure(
          "a compiled container has no cgroup, since nobody would remove it: leave the limits and"
              + " --device out, or run it in a group of your own; --ulimit is compiled in");
    }
    if (!spec.network().equals(NetworkRequest.ANY)) {
      throw new StartFailure(
          "a compiled container has a network of its own with a loopback, and no more: leave out the"
              + " options about networks, names and ports");
    }
    Standalone standalone = new Standalone(ContainerDirectory.makeScratch(root));
    RootFilesystem union = StorageDrivers.overlay().root(root(image, standalone.scratch(), spec));
    String id = Ids.random();
    Blueprint blueprint =
        planner.plan(
            spec, id, image, union, List.of(), Planner.hostname(spec, id), NetworkMode.NONE, false);
    return Elf.compile(
        container.standalone(blueprint, standalone),
        Arch.host(),
        FailureHandler.printing(programName));
  }

  /** Which containers are in which networks. */
  public NetworkMembers networkMembers() {
    return new NetworkMembers(containers, net, host.rootless());
  }

  /** The networks that containers of this state directory share, without those that are dead. */
  public Networks networks() {
    containers.sweep();
    return containers.networks().networks();
  }

  /** Asks when first needed, and never again. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> question;
    private T answer;

    Once(Supplier<T> question) {
      this.question = question;
    }

    @Override
    public synchronized T get() {
      if (answer == null) {
        answer = question.get();
      }
      return answer;
    }
  }
}
