package dev.minidocker.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minidocker.linux.proc.MountInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why execve(2) was refused. */
final class ExecExplanations {
  private static final int HEAD_BYTES = 4096;
  private static final int ELF_MAGIC = 0x464c457f;
  private static final int PT_INTERP = 3;
  private static final Map<Integer, String> MACHINES =
      Map.of(3, "i386", 40, "arm", 62, "x86-64", 183, "aarch64", 243, "riscv64", 21, "ppc64");

  private final Situation situation;

  ExecExplanations(Situation situation) {
    this.situation = situation;
  }

  String explain(Refused refused) {
    String path = refused.path().orElse("");
    if (refused.errno() == Errno.E2BIG) {
      return tooLong(refused);
    } else if (path.isEmpty() || refused.isElsewhere()) {
      return inside(refused.errno());
    }
    return switch (refused.errno()) {
      case ENOENT -> situation.exists(path) ? interpreterMissing(path) : "";
      case EACCES -> notExecutable(path);
      case ENOEXEC -> wrongFormat(path);
      case ETXTBSY -> "Somebody has " + path + " open for writing. Close it there first.";
      default -> "";
    };
  }

  /** Where this JVM cannot see the files, all causes are named. */
  private static String inside(Errno errno) {
    return switch (errno) {
      case ENOENT ->
          "There is no such file inside, or the interpreter that its first line or its ELF header"
              + " names is not there.";
      case EACCES ->
          "The file is not executable (chmod +x), or is a directory, or its file system is mounted"
              + " noexec.";
      case ENOEXEC -> "The file is for another architecture, or is a script without a #! line.";
      default -> "";
    };
  }

  private String interpreterMissing(String path) {
    byte[] head = situation.head(path, HEAD_BYTES);
    Optional<String> interpreter = head.length > 1 && head[0] == '#' ? script(head) : loader(head);
    return interpreter
        .filter(name -> !situation.exists(name))
        .map(
            name ->
                path
                    + " exists, but what runs it, "
                    + name
                    + ", does not. Install that, or use a"
                    + " file made for this system.")
        .orElse("");
  }

  private static Optional<String> script(byte[] head) {
    String line = new String(head, UTF_8).split("\n", 2)[0].substring(2).trim();
    return Optional.of(line.split("[ \t]", 2)[0]);
  }

  /** The path in the PT_INTERP segment of a 64-bit executable; elf(5). */
  private static Optional<String> loader(byte[] head) {
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    if (head.length < 64 || elf.getInt(0) != ELF_MAGIC) {
      return Optional.empty();
    }
    int table = (int) elf.getLong(32);
    for (int i = 0; i < elf.getShort(56); i++) {
      int header = table + i * elf.getShort(54);
      if (header < 0 || header + 56 > head.length) {
        return Optional.empty();
      } else if (elf.getInt(header) == PT_INTERP) {
        long offset = elf.getLong(header + 8);
        long length = elf.getLong(header + 32) - 1;
        return offset >= 0 && length > 0 && offset + length <= head.length
            ? Optional.of(new String(head, (int) offset, (int) length, UTF_8))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private String notExecutable(String path) {
    Optional<MountInfo> mount = situation.mountOf(path);
    if (Files.isDirectory(situation.at(path))) {
      return path + " is a directory.";
    } else if (situation.exists(path) && !Files.isExecutable(situation.at(path))) {
      return path + " is not executable for this user. Make it so: chmod +x";
    } else if (mount.filter(m -> m.options().contains("noexec")).isPresent()) {
      return "The mount at "
          + mount.get().mountPoint()
          + " is noexec. Copy the file to another file system.";
    }
    return "";
  }

  private String wrongFormat(String path) {
    byte[] head = situation.head(path, 20);
    if (head.length == 0) {
      return path + " is empty.";
    } else if (head.length < 20 || ByteBuffer.wrap(head).order(LITTLE).getInt(0) != ELF_MAGIC) {
      return path
          + " is neither an ELF executable nor a script that starts with #!. Put #!/bin/sh"
          + " on its first line.";
    }
    int machine = ByteBuffer.wrap(head).order(LITTLE).getShort(18);
    return path
        + " is an executable for "
        + MACHINES.getOrDefault(machine, "machine " + machine)
        + ". Use one for this architecture, or install qemu-user-static with binfmt support.";
  }

  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private static String tooLong(Refused refused) {
    long bytes =
        refused.args().stream()
            .filter(List.class::isInstance)
            .flatMap(texts -> ((List<?>) texts).stream())
            .mapToLong(text -> text.toString().getBytes(UTF_8).length + 1L)
            .sum();
    return "Arguments and environment have "
        + bytes
        + " bytes; allowed are a quarter of the stack limit (ulimit -s) together, and 131071 for"
        + " each. Pass them in a file.";
  }
}
