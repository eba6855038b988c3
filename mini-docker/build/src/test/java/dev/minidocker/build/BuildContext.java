package dev.minidocker.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files to build from, and a root file system to build on; made by a shell and by tar. */
record BuildContext(Path directory) {
  private static final String FILES =
      """
      set -e
      mkdir -p context/dir/sub context/empty base/bin base/etc base/real base/tmp base/dev base/proc base/sys base/run t/in
      cd context
      echo a > a; echo b > b; chmod 0600 b; echo space > 'with space'
      echo x > dir/x; echo y > dir/sub/y; chmod 0640 dir/sub/y; chmod 0711 empty dir/sub
      ln -s a link-to-a; ln -s dir link-to-dir; ln -s x dir/link; ln -s /etc/kept dir/absolute
      ln -s nowhere dir/dangling
      cd ../t
      echo t > in/f; chown 11:12 in/f; ln in/f in/hard; ln -s f in/soft; chmod 2750 in
      tar --numeric-owner -cf ../context/x.tar in
      cd ../base
      cp "$BUSYBOX" bin/busybox
      for name in sh ls cat mkdir rm ln chmod mv pwd; do ln -s busybox bin/$name; done
      printf 'root:x:0:0::/:/bin/sh\\nmd:x:31:32::/:/bin/sh\\n' > etc/passwd
      printf 'root:x:0:\\nmdg:x:33:\\n' > etc/group
      echo k > etc/kept; echo g > etc/gone; ln -s real link-to-real; chmod 1777 tmp
      : > etc/hosts; : > etc/resolv.conf; : > etc/hostname
      cd ..
      find context base -exec touch -h -d '2001-02-03 04:05:06' {} +
      tar -C base --numeric-owner -cf base.tar .
      """;

  /** Makes them below a directory. */
  static BuildContext in(Path directory, Path busybox) throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", FILES).directory(directory.toFile());
    shell.environment().put("BUSYBOX", busybox.toString());
    Process process = shell.inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("cannot make the files of the build");
    }
    return new BuildContext(directory);
  }

  Path base() {
    return directory.resolve("base.tar");
  }

  Path files() {
    return directory.resolve("context");
  }

  /** Beside the files, so that no COPY takes it. */
  Path dockerfile(List<String> lines) throws IOException {
    return Files.writeString(directory.resolve("Dockerfile"), String.join("\n", lines) + "\n");
  }
}
