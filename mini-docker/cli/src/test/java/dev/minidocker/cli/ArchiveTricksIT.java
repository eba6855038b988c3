package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that try to reach the host: none does, and each is imported or refused in one line. */
class ArchiveTricksIT {
  private static final String NAME = "md-" + Long.toHexString(System.nanoTime());

  @TempDir Path folder;

  /** What is in the archive, given a directory of the host that it must not reach. */
  record Trick(String name, Consumer<Archive> content) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Trick> tricks() {
    return Stream.of(
        new Trick("dots", a -> a.file("../".repeat(12) + a.target + "/evil")),
        new Trick(
            "dots in the middle", a -> a.file("a/b/" + "../".repeat(14) + a.target + "/evil")),
        new Trick("absolute", a -> a.file(a.target + "/evil")),
        new Trick("through a link", a -> a.link("l", a.target.toString()).file("l/evil")),
        new Trick(
            "through a relative link",
            a -> a.link("l", "../".repeat(14) + a.target).file("l/evil")),
        new Trick("over a link", a -> a.link("l", a.target + "/evil").file("l")),
        new Trick("hard link out", a -> a.hardLink("l", a.target + "/victim").file("l")),
        new Trick("whiteout outside", a -> a.link("l", a.target.toString()).file("l/.wh.victim")),
        new Trick("device", a -> a.device("dev/md-mem", 1, 1)),
        new Trick("file as parent", a -> a.file("f").file("f/g")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tricks")
  void theHostIsOutOfReach(Trick trick) throws Exception {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path victim = Files.writeString(target.resolve("victim"), "untouched");
    Path tar = folder.resolve("tar");
    try (Archive archive = new Archive(Files.newOutputStream(tar), target)) {
      trick.content().accept(archive);
    }
    Outcome outcome = CommandLines.execute("import", tar.toString(), NAME);
    if (outcome.code() == 0) {
      CommandLines.execute("rmi", NAME).exitsWith(0);
    } else {
      outcome.complains(1);
    }
    assertFalse(Files.exists(target.resolve("evil")));
    assertTrue(Files.readString(victim).equals("untouched"));
  }

  @Test
  void anArchiveThatEndsEarlyIsRefused() throws Exception {
    Path tar = folder.resolve("tar");
    try (Archive archive = new Archive(Files.newOutputStream(tar), folder)) {
      archive.file("a").file("b");
    }
    byte[] whole = Files.readAllBytes(tar);
    for (int length : new int[] {100, 512, 520, 1030, 1500}) {
      Files.write(tar, java.util.Arrays.copyOf(whole, length));
      Outcome outcome = CommandLines.execute("import", tar.toString(), NAME);
      outcome.complains(1);
    }
    CommandLines.execute("run", "--pull", "never", NAME, "a").complains(125, "no such image");
  }

  @Test
  void aFileLargerThanAnyDiskIsTheArchivesFault() throws Exception {
    TarArchiveEntry entry = new TarArchiveEntry("huge");
    entry.setSize(1L << 50);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
    Path tar = Files.write(folder.resolve("tar"), header);
    CommandLines.execute("import", tar.toString(), NAME)
        .complains(1, "claims " + (1L << 50) + " bytes for 'huge'", "more than the whole disk");
  }

  @Test
  void aFileThatIsNoProgramIsNotRun() throws Exception {
    Path tar = folder.resolve("tar");
    try (Archive archive = new Archive(Files.newOutputStream(tar), folder)) {
      archive
          .file("bin/plain")
          .program("bin/noformat", "no format")
          .program("bin/orphan", "#!/md\n");
    }
    Requirements.containers();
    CommandLines.execute("import", tar.toString(), NAME).exitsWith(0);
    CommandLines.execute("run", "--rm", NAME, "/bin/plain").complains(126, "/bin/plain");
    CommandLines.execute("run", "--rm", NAME, "plain").complains(126, "plain");
    CommandLines.execute("run", "--rm", NAME, "noformat").complains(126);
    CommandLines.execute("run", "--rm", NAME, "orphan").complains(127, "orphan");
    CommandLines.execute("run", "--rm", NAME).complains(125, "no command");
    CommandLines.execute("rmi", NAME).exitsWith(0);
  }

  /** A tar in the making. */
  static final class Archive implements AutoCloseable {
    private final TarArchiveOutputStream tar;
    final Path target;

    Archive(OutputStream out, Path target) {
      this.tar = new TarArchiveOutputStream(out);
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      this.target = target;
    }

    Archive file(String name) {
      return add(new TarArchiveEntry(name, true), "content", 0644);
    }

    Archive program(String name, String content) {
      return add(new TarArchiveEntry(name, true), content, 0755);
    }

    Archive link(String name, String to) {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(to);
      return add(entry, "", 0777);
    }

    Archive hardLink(String name, String to) {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
      entry.setLinkName(to);
      return add(entry, "", 0644);
    }

    Archive device(String name, int major, int minor) {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_CHR);
      entry.setDevMajor(major);
      entry.setDevMinor(minor);
      return add(entry, "", 0666);
    }

    private Archive add(TarArchiveEntry entry, String content, int mode) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      entry.setSize(bytes.length);
      entry.setMode(mode);
      try {
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return this;
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
