package dev.minidocker.labs.unionfs;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUSER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

@Requires(Need.NAMESPACES)
class OverlayIT {
  private static final Set<CloneFlag> AS_STARTED = EnumSet.of(CLONE_NEWNS);
  private static final Set<CloneFlag> MAPPED = EnumSet.of(CLONE_NEWNS, CLONE_NEWUSER);
  private static final boolean PATHS_MAY_BE_UNICODE =
      Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('雪');
  private static final int MAX_OPTIONS = 4095;
  private static final int LAYERS = 16;

  private Path directory;

  @BeforeTry
  void makeADirectory() throws IOException {
    directory = Files.createTempDirectory("md-overlay");
  }

  @AfterTry
  void removeIt() throws IOException {
    List<Path> all = new ArrayList<>();
    try (var files = Files.walk(directory)) {
      files.forEach(all::add);
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      Files.delete(all.get(i));
    }
  }

  @Property(tries = 100)
  void everyLayerIsSeenWhateverItsPathIs(
      @ForAll("names") @Size(min = 3, max = 6) @UniqueElements List<String> names,
      @ForAll("namespaces") Set<CloneFlag> namespaces)
      throws IOException {
    List<Path> made = new ArrayList<>();
    Set<String> files = new TreeSet<>();
    for (String name : names) {
      Path layer = Files.createDirectory(directory.resolve(name));
      made.add(layer);
      files.add("file" + made.size());
      Files.writeString(layer.resolve("file" + made.size()), name);
    }
    Path work = made.get(1);
    Files.delete(work.resolve("file2"));
    files.remove("file2");
    List<Path> lowers = made.subList(2, made.size());
    OverlayConfig config = config(lowers, made.get(0), work, namespaces);
    try (Sandbox sandbox = mounted(config, namespaces)) {
      Path seen = seen(sandbox, config);
      assertEquals(files, namesIn(seen));
      Files.writeString(seen.resolve("file3"), "changed");
    }
    assertEquals("changed", Files.readString(made.get(0).resolve("file3")));
    assertEquals(names.get(2), Files.readString(made.get(2).resolve("file3")));
    Files.delete(work.resolve("work"));
  }

  @Property(tries = 2)
  void theKernelTakesAsManyBytesOfOptionsAsAreAllowed(
      @ForAll("namespaces") Set<CloneFlag> namespaces) throws IOException {
    Path upper = Files.createDirectory(directory.resolve("upper"));
    Path work = Files.createDirectory(directory.resolve("work"));
    int others = optionBytes(config(List.of(Path.of("/")), upper, work, namespaces)) - 1;
    int perLayer = directory.toString().length() + 2; // a slash in the path, a colon behind it
    int namesBytes = MAX_OPTIONS - others + 1 - LAYERS * perLayer;
    List<Path> lowers = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      int length = (namesBytes + i) / LAYERS; // rounded so that all of them together fit exactly
      String name = (char) ('a' + i) + "-".repeat(length - 1);
      lowers.add(Files.createDirectory(directory.resolve(name)));
    }
    OverlayConfig longest = config(lowers, upper, work, namespaces);
    assertEquals(MAX_OPTIONS, optionBytes(longest));
    Files.writeString(lowers.get(LAYERS - 1).resolve("deepest"), "");
    try (Sandbox sandbox = mounted(longest, namespaces)) {
      assertEquals(Set.of("deepest"), namesIn(seen(sandbox, longest)));
    }
    Files.delete(work.resolve("work"));
  }

  @Property(tries = 2)
  void moreLayersThanTheirPathsLeaveRoomForAreSeenToo(
      @ForAll("namespaces") Set<CloneFlag> namespaces) throws IOException {
    List<Path> lowers = new ArrayList<>();
    Set<String> files = new TreeSet<>();
    for (int i = 0; i < 500; i++) { // OVL_MAX_STACK
      Path lower = Files.createDirectories(directory.resolve("l".repeat(60) + i));
      files.add(Files.writeString(lower.resolve("file" + i), "").getFileName().toString());
      Files.writeString(lower.resolve("same"), "" + i);
      lowers.add(lower);
    }
    files.add("same");
    Path upper = Files.createDirectory(directory.resolve("upper"));
    Path work = Files.createDirectory(directory.resolve("work"));
    OverlayConfig config = config(lowers, upper, work, namespaces);
    try (Sandbox sandbox = mounted(config, namespaces)) {
      assertEquals(files, namesIn(seen(sandbox, config)));
      assertEquals("0", Files.readString(seen(sandbox, config).resolve("same")));
    }
    Files.delete(work.resolve("work"));
    lowers.add(upper);
    OverlayConfig one = config(lowers, upper, work, namespaces);
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> new Overlay().mount(one)).getMessage();
    assertTrue(refusal.startsWith("501 layers are more than overlayfs takes"), refusal);
  }

  /** Links to the layers do not make the other paths shorter. */
  @Property(tries = 1)
  void pathsThatLeaveNoRoomAtAllAreRefused() {
    Path deep = Path.of("/" + "d/".repeat(1025));
    OverlayConfig config =
        new OverlayConfig(
            List.of(deep), deep.resolve("upper"), deep.resolve("work"), deep, false, false);
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> new Overlay().mount(config))
            .getMessage();
    assertTrue(refusal.startsWith("1 layers need "), refusal);
  }

  private static int optionBytes(OverlayConfig config) {
    String options = new Overlay().mount(config).steps().get(0).args().get(4).toString();
    return options.getBytes(StandardCharsets.UTF_8).length - 2; // the quotes
  }

  private OverlayConfig config(List<Path> lowers, Path upper, Path work, Set<CloneFlag> namespaces)
      throws IOException {
    Path target = Files.createDirectories(directory.resolve("target"));
    boolean mapped = namespaces.contains(CLONE_NEWUSER);
    return new OverlayConfig(lowers, upper, work, target, mapped, false);
  }

  private static Sandbox mounted(OverlayConfig config, Set<CloneFlag> namespaces) {
    Program program =
        Program.of(Mounts.propagationBelow("/", MountFlag.MS_PRIVATE))
            .then(new Overlay().mount(config))
            .then(Sandbox.PAUSE);
    Sandbox sandbox = Sandbox.start(namespaces, program);
    try {
      assertTrue(sandbox.awaitPause());
      return sandbox;
    } catch (RuntimeException | AssertionError e) {
      sandbox.close();
      throw e;
    }
  }

  private static Path seen(Sandbox sandbox, OverlayConfig config) {
    return Path.of("/proc/" + sandbox.pid() + "/root" + config.target());
  }

  private static Set<String> namesIn(Path directory) {
    return new TreeSet<>(List.of(directory.toFile().list()));
  }

  /** What separates layers and options, what escapes, and what is merely unusual. */
  @Provide
  Arbitrary<List<String>> names() {
    return Arbitraries.strings()
        .withChars(":,\\ ab=\"'#%\t\n")
        .withChars(PATHS_MAY_BE_UNICODE ? "é雪" : "")
        .ofMinLength(1)
        .ofMaxLength(12)
        .list();
  }

  @Provide
  Arbitrary<Set<CloneFlag>> namespaces() {
    return Privilege.canMakeNamespaces()
        ? Arbitraries.of(List.of(AS_STARTED, MAPPED))
        : Arbitraries.just(MAPPED);
  }
}
