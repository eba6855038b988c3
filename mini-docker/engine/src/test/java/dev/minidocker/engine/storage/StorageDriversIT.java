package dev.minidocker.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.opentest4j.TestAbortedException;

/**
 * Whatever programs do to their files, containers look the same with every storage driver, and so
 * do the images made of them. The driver that only copies files is what the others are held
 * against.
 */
@Requires(Need.NAMESPACES)
class StorageDriversIT {

  /** So that there is something to work on. */
  private static final List<FileAct> BEGINNING =
      List.of(
          new FileAct(FileAct.Kind.MAKE_DIRECTORY, 1, 0),
          new FileAct(FileAct.Kind.MAKE_DIRECTORY, 2, 0),
          new FileAct(FileAct.Kind.WRITE, 0, 4),
          new FileAct(FileAct.Kind.WRITE, 1, 5));

  @Provide
  Arbitrary<List<List<FileAct>>> histories() {
    return FileAct.sequences().list().ofSize(3);
  }

  @Property(tries = 15)
  void overlayShowsAndCommitsWhatCopiesDo(@ForAll("histories") List<List<FileAct>> history)
      throws Exception {
    Path place = Files.createTempDirectory("md-storage");
    try {
      compare(history, place, place, "overlay2");
    } finally {
      FileTree.remove(place.toString());
    }
  }

  @Example
  void aChangeThatLeavesSizeAndTimeAsTheyWereIsCommitted() throws Exception {
    FileAct rewritten = new FileAct(FileAct.Kind.REWRITE_IN_SECRET, 0, 2);
    overlayShowsAndCommitsWhatCopiesDo(List.of(List.of(rewritten)));
  }

  @Example
  void snapshotsShowAndCommitWhatCopiesDo() throws Exception {
    try (LoopDisk disk = loopDisk()) {
      FileAct.sequences()
          .list()
          .ofSize(3)
          .sampleStream()
          .limit(6)
          .forEach(history -> compareOn(disk, history));
    }
  }

  /** Ten snapshots of 20 MB are no 20 MB more. */
  @Example
  void snapshotsShareWhatIsInThem() throws Exception {
    try (LoopDisk disk = loopDisk()) {
      Path first = disk.directory().resolve("first");
      BtrfsTrees trees = new BtrfsTrees();
      trees.make(Optional.empty(), first);
      Files.write(first.resolve("large"), new byte[20 << 20]);
      long free = freeAfterSync(first);
      for (int i = 0; i < 10; i++) {
        trees.make(Optional.of(first), disk.directory().resolve("snapshot" + i));
      }
      assertTrue(free - freeAfterSync(first) < 20 << 20);
      trees.remove(disk.directory().resolve("snapshot3"));
      assertTrue(Files.notExists(disk.directory().resolve("snapshot3")));
      FileTree.remove(disk.directory().resolve("snapshot4").toString());
      assertTrue(Files.notExists(disk.directory().resolve("snapshot4")));
      assertEquals(20 << 20, Files.size(disk.directory().resolve("snapshot5/large")));
    }
  }

  private static long freeAfterSync(Path file) throws Exception {
    new ProcessBuilder("sync", "-f", file.toString()).start().waitFor();
    return Files.getFileStore(file).getUnallocatedSpace();
  }

  private static LoopDisk loopDisk() throws Exception {
    Optional<String> obstacle = LoopDisk.obstacle();
    if (obstacle.isPresent() && "fail".equals(System.getProperty("skips"))) {
      fail(obstacle.get());
    } else if (obstacle.isPresent()) {
      throw new TestAbortedException(obstacle.get());
    }
    return LoopDisk.make();
  }

  private static void compareOn(LoopDisk disk, List<List<FileAct>> history) {
    try {
      Path place = Files.createTempDirectory("md-storage");
      Path onDisk = Files.createTempDirectory(disk.directory(), "state");
      try {
        compare(history, place, onDisk, "btrfs");
      } finally {
        FileTree.remove(place.toString());
        FileTree.remove(onDisk.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(
      List<List<FileAct>> history, Path copiesPlace, Path otherPlace, String other) {
    ImageUnderChange copies = ImageUnderChange.in(copiesPlace.resolve("vfs"), "vfs");
    ImageUnderChange others = ImageUnderChange.in(otherPlace.resolve(other), other);
    assertEquals(BEGINNING.size(), copies.change(BEGINNING).size());
    assertEquals(BEGINNING.size(), others.change(BEGINNING).size());
    for (List<FileAct> acts : history) {
      Map<String, VisibleFile> copied = copies.change(acts);
      Map<String, VisibleFile> shown = others.change(acts);
      assertEquals(VisibleFile.withoutTimes(copied), VisibleFile.withoutTimes(shown));
      assertEquals(copied, copies.look(), "the image made of it, with vfs");
      assertEquals(shown, others.look(), "the image made of it, with " + other);
    }
  }
}
