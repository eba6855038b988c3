package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a container could leave behind, on this machine and in this process. */
record Traces(List<String> containers, long mounts, long children, Map<String, String> open) {

  static Traces now() throws IOException {
    return new Traces(containersNow(), mountsNow(), childrenNow(), openNow());
  }

  /** Nothing is there that was not there before. */
  static void assertNoneSince(Traces before) throws Exception {
    Traces now = now().but(before);
    for (int tries = 0; tries < 100 && !now.equals(before); tries++) {
      Thread.sleep(20); // the kernel takes some things away when it gets to it
      now = now().but(before);
    }
    assertEquals(before, now);
  }

  /** What another test has left to the garbage collector may be closed meanwhile. */
  private Traces but(Traces before) {
    Map<String, String> known = new TreeMap<>(before.open);
    known.putAll(open);
    return new Traces(containers, mounts, children, known);
  }

  static List<String> containersNow() {
    String[] names = CommandLines.STATE.resolve("containers").toFile().list();
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }

  private static long mountsNow() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(CommandLines.STATE.toString()))
        .count();
  }

  private static long childrenNow() {
    return ProcessHandle.current().children().count();
  }

  /** The descriptors of this process, but for the class path, which is opened as it is needed. */
  private static Map<String, String> openNow() throws IOException {
    Map<String, String> open = new TreeMap<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String file = Files.readSymbolicLink(descriptor).toString();
          if (!belongsToTheVirtualMachine(file)) {
            open.put(descriptor.toString(), file);
          }
        } catch (NoSuchFileException e) {
          // the descriptor that listed them
        }
      }
    }
    return open;
  }

  /** It opens jars when they are first needed, and reads its own limits now and then. */
  private static boolean belongsToTheVirtualMachine(String file) {
    return file.endsWith(".jar")
        || file.startsWith("/tmp/ffi") // memory for native methods
        || file.startsWith("/proc/")
        || file.startsWith("/sys/fs/cgroup/");
  }
}
