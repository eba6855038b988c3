package dev.minidocker.engine;

import dev.minidocker.labkit.testing.LeavesNothing;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.OpenFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One {@link Laboratory} for all tests of a class, and files to stand for standard streams. Every
 * test ends with the check that nothing of it is left.
 */
final class OpenLaboratory
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final LeavesNothing check = new LeavesNothing();
  private Laboratory laboratory;
  private Fd input;
  private Fd output;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    laboratory = Laboratory.open();
    Path file = Files.createFile(laboratory.directory().resolve("file"));
    input = Fd.open(file.toString(), 0, 0);
    output = Fd.open(file.toString(), OpenFlag.of(OpenFlag.O_WRONLY), 0);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    check.beforeEach(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check.afterEach(context);
  }

  /** What was not opened, because the class is skipped, needs no closing. */
  @Override
  public void afterAll(ExtensionContext context) {
    if (output != null) {
      input.close();
      output.close();
      laboratory.close();
    }
  }

  Laboratory get() {
    return laboratory;
  }

  /** Descriptors for input, output and error: no pipes, so that every {@link Relay} is in use. */
  List<Integer> fileStreams() {
    return List.of(input.number(), output.number(), output.number());
  }
}
