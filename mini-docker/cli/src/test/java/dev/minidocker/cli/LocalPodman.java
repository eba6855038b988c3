package dev.minidocker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Podman with everything that it keeps in one folder, and mounts that go with each command. */
record LocalPodman(Path folder) {
  private static final String START =
      """
      mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/lib && mount --bind "$0/shm" /dev/shm \\
        && exec podman --storage-driver=vfs --root="$0/root" --runroot="$0/run" --tmpdir="$0/tmp" "$@"
      """;

  static LocalPodman in(Path folder) throws Exception {
    Files.createDirectory(folder.resolve("shm")); // its locks, from one command to the next
    return new LocalPodman(folder);
  }

  /** What it answers; it must succeed. */
  String podman(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation=private"));
    command.addAll(List.of("sh", "-c", START, folder.toString()));
    command.addAll(List.of(args));
    return CommandLines.run(command, new byte[0], Map.of()).exitsWith(0).out().strip();
  }
}
