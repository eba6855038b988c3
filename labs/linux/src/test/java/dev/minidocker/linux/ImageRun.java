package dev.minidocker.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An image as a file of its own, run without the launcher; its failure record comes on stderr. */
record ImageRun(long pid, ProgramModel.Outcome outcome) {
  static final FailureHandler HANDLER = FailureHandler.reportingTo(2);

  private static final int LONGEST_SECONDS = 2;

  /** An outcome that no program has. */
  static final ProgramModel.Outcome ENDLESS = new ProgramModel.Outcome(-2, 0, "");

  /** A new file: some file systems write a truncated one to the disk at once, which takes long. */
  static Path writeAnew(Path file, byte[] content) throws IOException {
    Files.deleteIfExists(file);
    return Files.write(file, content);
  }

  static ImageRun of(byte[] image, Arch arch, String input, Path directory, String... emulator)
      throws Exception {
    Path in = writeAnew(directory.resolve("in"), input.getBytes(ISO_8859_1));
    Path out = writeAnew(directory.resolve("out"), new byte[0]);
    Path err = writeAnew(directory.resolve("err"), new byte[0]);
    Path program = writeAnew(directory.resolve("program"), image);
    Files.setPosixFilePermissions(
        program, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    List<String> command = new ArrayList<>(Arrays.asList(emulator));
    command.add(program.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return new ImageRun(process.pid(), ENDLESS);
    }
    String output = new String(Files.readAllBytes(out), ISO_8859_1);
    ByteBuffer record = ByteBuffer.wrap(Files.readAllBytes(err)).order(ByteOrder.LITTLE_ENDIAN);
    return new ImageRun(
        process.pid(),
        record.remaining() == 16
            ? new ProgramModel.Outcome(
                Elf.stepAt(record.getLong(0), arch), record.getLong(8), output)
            : new ProgramModel.Outcome(-1, process.exitValue(), output));
  }
}
