package dev.minidocker.engine.storage;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A disk in a file, with the file system btrfs, mounted; loop(4), {@code
 * include/uapi/linux/loop.h}. The device goes with the mount, also when this JVM is killed and
 * somebody else unmounts.
 */
record LoopDisk(Path directory) implements AutoCloseable {
  private static final long BYTES = 256L << 20;
  private static final int LOOP_CTL_GET_FREE = 0x4C82;
  private static final int LOOP_CONFIGURE = 0x4C0A;
  private static final int CONFIG_BYTES = 304;
  private static final int FLAGS_AT = 60;
  private static final int LO_FLAGS_AUTOCLEAR = 4;
  private static final List<Path> MKFS =
      List.of(Path.of("/usr/sbin/mkfs.btrfs"), Path.of("/sbin/mkfs.btrfs"));

  /** What keeps us from making one; empty if nothing does. */
  static Optional<String> obstacle() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("needs root, who alone mounts disks");
    } else if (!Files.readString(Path.of("/proc/filesystems")).contains("\tbtrfs\n")) {
      return Optional.of("needs a kernel with btrfs");
    } else if (!Files.exists(Path.of("/dev/loop-control"))) {
      return Optional.of("needs a kernel with loop devices");
    } else if (MKFS.stream().noneMatch(Files::isExecutable)) {
      return Optional.of("needs mkfs.btrfs, of btrfs-progs");
    }
    return Optional.empty();
  }

  static LoopDisk make() throws Exception {
    Path place = Files.createTempDirectory("md-btrfs");
    Path image = place.resolve("disk");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    String mkfs = MKFS.stream().filter(Files::isExecutable).findFirst().orElseThrow().toString();
    Process process =
        new ProcessBuilder(mkfs, "-q", image.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
    Path directory = Files.createDirectory(place.resolve("mounted"));
    int readWrite = OpenFlag.of(OpenFlag.O_RDWR);
    try (Fd disk = Fd.open(image.toString(), readWrite, 0);
        Fd control = Fd.open("/dev/loop-control", readWrite, 0)) {
      mount(control, disk, directory);
    }
    return new LoopDisk(directory);
  }

  private static void mount(Fd control, Fd disk, Path directory) {
    while (true) {
      long number = Kernel.call(Syscall.IOCTL, control.number(), LOOP_CTL_GET_FREE, 0);
      String device = "/dev/loop" + number;
      try (Fd loop = Fd.open(device, OpenFlag.of(OpenFlag.O_RDWR), 0)) {
        ByteBuffer config = ByteBuffer.allocate(CONFIG_BYTES).order(ByteOrder.nativeOrder());
        config.putInt(0, disk.number()).putInt(FLAGS_AT, LO_FLAGS_AUTOCLEAR);
        long result = Kernel.tryCall(Syscall.IOCTL, loop.number(), LOOP_CONFIGURE, config.array());
        if (result == 0) {
          Kernel.call(Syscall.MOUNT, device, directory.toString(), "btrfs", 0, "");
          return;
        } else if (result != -Errno.EBUSY.number()) { // somebody else was faster
          throw new ErrnoException("ioctl(LOOP_CONFIGURE)", Errno.ofResult(result));
        }
      }
    }
  }

  @Override
  public void close() {
    Kernel.call(Syscall.UMOUNT2, directory.toString(), 0);
    FileTree.remove(directory.getParent().toString());
  }
}
