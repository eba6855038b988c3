package dev.minidocker.image;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A tree of all types of files, with modes, owners and times. */
record RandomTree(Path root, Random random, boolean longNames) {

  void grow(int size) throws IOException {
    List<Path> directories = new ArrayList<>(List.of(root));
    List<Path> files = new ArrayList<>();
    List<Path> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Path path = any(directories).resolve(name());
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        all.add(make(path, directories, files));
      }
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      describe(all.get(i));
    }
  }

  private Path make(Path path, List<Path> directories, List<Path> files) throws IOException {
    int kind = random.nextInt(files.isEmpty() ? 6 : 8);
    if (kind < 2) {
      directories.add(Files.createDirectory(path));
    } else if (kind == 2) {
      Files.createSymbolicLink(path, Path.of(random.nextBoolean() ? "/" + name() : name()));
    } else if (kind == 3) {
      Commands.run(root, "mkfifo", path.toString());
    } else if (kind == 4 && Needs.root()) {
      String type = random.nextBoolean() ? "c" : "b";
      int major = random.nextInt(4000);
      int minor = random.nextInt(1 << 18);
      Commands.run(root, "mknod", path.toString(), type, major + "", minor + "");
    } else if (kind == 6) {
      Files.createLink(path, any(files));
    } else if (kind == 7) {
      sparse(path);
    } else {
      files.add(Files.write(path, bytes(random.nextInt(200_000) >> random.nextInt(18))));
    }
    return path;
  }

  private void sparse(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(random.nextInt(1 << 20));
      file.write(bytes(random.nextInt(5000)));
      file.setLength(file.length() + random.nextInt(1 << 19));
    }
  }

  private void describe(Path path) throws IOException {
    if (Needs.root()) {
      int uid = random.nextInt(random.nextBoolean() ? 70_000 : 2_000_000);
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", random.nextInt(70_000), LinkOption.NOFOLLOW_LINKS);
    }
    long seconds = random.nextInt(2_000_000_000);
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.setLastModifiedTime(path, FileTime.fromMillis(seconds * 1000 + random.nextInt(1000)));
    } else { // the JDK would open a FIFO, and wait
      Commands.run(root, "touch", "-h", "-d", "@" + seconds, path.toString());
    }
    if (!Files.isSymbolicLink(path)) {
      int mode = random.nextInt(010000) | (Needs.root() ? 0 : 0500);
      Files.setAttribute(path, "unix:mode", mode);
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Short ones collide, long ones need the extensions of the formats. */
  private String name() {
    String name = random.nextInt(4) == 0 ? "ö " + random.nextInt(100) : "f" + random.nextInt(60);
    return name.repeat(longNames && random.nextInt(8) == 0 ? 20 : 1);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
