package dev.minidocker.labs.mnt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.mnt.AttachmentArbitraries.Kind;
import dev.minidocker.labs.mnt.AttachmentArbitraries.Wish;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.proc.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

@Requires(Need.NAMESPACES)
class MntNamespaceIT {
  private Path host;
  private Path image;

  /** New ones for each try: what is mounted below a volume leaves its mount point in it. */
  @BeforeTry
  void makeSources() throws IOException {
    host = Files.createTempDirectory("md-mnt");
    image = Files.createDirectory(host.resolve("image"));
    for (int i = 0; i < AttachmentArbitraries.SOURCES; i++) {
      Path source = Files.createDirectory(host.resolve("source" + i));
      Files.writeString(source.resolve("who"), "source" + i);
      Files.writeString(source.resolve("file"), "file" + i);
      Files.createDirectory(source.resolve("nested"));
    }
  }

  @AfterTry
  void removeThem() throws IOException {
    List<Path> all = new ArrayList<>();
    try (var files = Files.walk(host)) {
      files.forEach(all::add);
    }
    Collections.reverse(all);
    for (Path path : all) {
      Files.delete(path);
    }
  }

  @Property(tries = 150)
  void exactlyWhatWasWantedIsMountedAndTheHostSeesNoneOfIt(
      @ForAll("wishes") List<Wish> wishes, @ForAll("starters") Starter starter) {
    List<Attachment> attachments = AttachmentArbitraries.attachments(wishes, host);
    String before = Tree.read(Path.of("/proc/self/mountinfo"));
    Tree.Plan.of(starter, image)
        .before(mountsInSources())
        .with(attachments)
        .run(
            proc -> {
              assertEquals(expected(wishes), seen(proc));
              wishes.forEach(wish -> checkContent(wish, proc.resolve("root"), wishes));
            });
    assertEquals(before, Tree.read(Path.of("/proc/self/mountinfo")));
  }

  /** A mount in each source, so that what is taken is a tree. */
  private Program mountsInSources() {
    return new Program(
        List.of(0, 1, 2).stream()
            .map(i -> host.resolve("source" + i + "/nested").toString())
            .map(path -> Mounts.mount("tmpfs", path, "tmpfs", null, MountFlag.MS_NOSUID))
            .toList());
  }

  private static Set<String> expected(List<Wish> wishes) {
    Set<String> lines = new TreeSet<>(Set.of("/ rw"));
    for (Wish wish : wishes) {
      String flag = wish.readOnly() && wish.kind() != Kind.TMPFS ? " ro" : " rw";
      lines.add(wish.target() + flag + (wish.kind() == Kind.TMPFS ? " tmpfs" : ""));
      if (wish.kind() == Kind.DIRECTORY) {
        lines.add(wish.target() + "/nested" + flag + " tmpfs");
      }
    }
    return lines;
  }

  private static Set<String> seen(Path proc) {
    return Tree.mounts(proc).stream()
        .map(
            mount ->
                mount.mountPoint()
                    + (mount.options().contains("ro") ? " ro" : " rw")
                    + (isInMemory(mount) ? " tmpfs" : ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The temporary directory may itself be a tmpfs, but of that one we see only parts. */
  private static boolean isInMemory(MountInfo mount) {
    return mount.type().equals("tmpfs") && mount.root().equals("/");
  }

  private static void checkContent(Wish wish, Path root, List<Wish> all) {
    Path target = root.resolve(wish.target().substring(1));
    switch (wish.kind()) {
      case DIRECTORY -> assertEquals("source" + wish.source(), Tree.read(target.resolve("who")));
      case FILE -> assertEquals("file" + wish.source(), Tree.read(target));
      case TMPFS -> {
        boolean holdsMore =
            all.stream().anyMatch(other -> other.target().startsWith(wish.target() + "/"));
        assertTrue(holdsMore || target.toFile().list().length == 0, target.toString());
      }
    }
  }

  @Property(tries = 10)
  void aReadOnlyVolumeRefusesWritesAndItsSourceDoesNot(
      @ForAll("starters") Starter starter, @ForAll("names") String name) throws IOException {
    Path source = host.resolve("source0");
    Step make = Nodes.emptyFile("/volume/" + name, 0644);
    Tree.Plan.of(starter, image)
        .with(new Attachment.Bind(source, "/volume", true, true))
        .afterwards(Program.of(make.on(Errno.EROFS, Step.FOLLOWING).expecting(1)))
        .run(proc -> {});
    Path written = Files.createFile(source.resolve(name));
    Tree.Plan.of(starter, image)
        .with(new Attachment.Bind(source, "/volume", true, false))
        .afterwards(Program.of(make.on(Errno.EEXIST, Step.FOLLOWING).expecting(1)))
        .run(proc -> {});
    Files.delete(written);
  }

  @Property(tries = 10)
  void aReadOnlyRootLeavesVolumesWritable(@ForAll("starters") Starter starter) {
    MntMechanism mnt = new MntNamespace();
    Step inRoot = Nodes.emptyFile("/new", 0644);
    Step inMemory = Nodes.emptyFile("/memory/new", 0644);
    Tree.Plan.of(starter, image)
        .with(new Attachment.Tmpfs("/memory", ""))
        .afterwards(
            mnt.makeRootReadOnly()
                .then(inMemory, inRoot.on(Errno.EROFS, Step.FOLLOWING).expecting(1)))
        .run(proc -> {});
  }

  @Property(tries = 10)
  void theDevicesAreThereAndWork(@ForAll("starters") Starter starter, @ForAll Devices devices) {
    if (starter == Starter.ANYBODY && devices == Devices.MADE) {
      return; // nobody may, which is why there is another way
    }
    MntMechanism mnt = new MntNamespace();
    Tree.Plan.of(starter, image)
        .before(mnt.takeDevices(devices).then(Tasks.unshare(CloneFlag.CLONE_NEWIPC)))
        .afterwards(mnt.devices(devices).then(useOfDevices()))
        .run(
            proc -> {
              Path dev = proc.resolve("root/dev");
              Set<String> names = new TreeSet<>(List.of(dev.toFile().list()));
              assertEquals(
                  "[core, fd, full, mqueue, null, ptmx, pts, random, shm, stderr, stdin, stdout,"
                      + " tty, urandom, zero]",
                  names.toString());
            });
  }

  private static Program useOfDevices() {
    Arg buffer = new Arg.Bytes(new byte[16], "<16 bytes>");
    return Program.of(
        Descriptors.openToReadAndWrite("/dev/null").named("null"),
        Step.of(Syscall.WRITE, Arg.result("null"), buffer, Arg.of(16)).expecting(16),
        Step.of(Syscall.READ, Arg.result("null"), buffer, Arg.of(16)).on(0, "zero").expecting(1),
        Descriptors.openToReadAndWrite("/dev/zero").named("zero"),
        Step.of(Syscall.READ, Arg.result("zero"), buffer, Arg.of(16)).expecting(16),
        Descriptors.openToReadAndWrite("/dev/full").named("full"),
        Step.of(Syscall.WRITE, Arg.result("full"), buffer, Arg.of(16))
            .on(Errno.ENOSPC, "urandom")
            .expecting(17),
        Descriptors.openToReadAndWrite("/dev/urandom").named("urandom"),
        Step.of(Syscall.READ, Arg.result("urandom"), buffer, Arg.of(16)).expecting(16),
        Descriptors.openToReadAndWrite("/dev/ptmx").named("ptmx"),
        Nodes.emptyFile("/dev/shm/shared", 0600),
        Nodes.emptyFile("/dev/mqueue/queue", 0600));
  }

  @Provide
  Arbitrary<List<Wish>> wishes() {
    return AttachmentArbitraries.wishes();
  }

  @Provide
  Arbitrary<Starter> starters() {
    return Arbitraries.of(Starter.possible());
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().alpha().ofMinLength(8).ofMaxLength(12);
  }
}
