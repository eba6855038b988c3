package dev.minidocker.engine;

import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LabImage;
import dev.minidocker.labs.mnt.Attachment;
import dev.minidocker.linux.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Runs generated containers, to be watched from outside, and writes down what each was planned to
 * do.
 */
final class TracedRuns {
  private TracedRuns() {}

  /** Arguments: the state directory, a seed, how many. Plan n goes to {@code plan-n} beside it. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    Random random = new Random(Long.parseLong(args[1]));
    ImageStore images = ImageStore.open(root);
    LabImage.in(images);
    Engine engine = new Engine(root, images, Host.current(), Mechanisms.REFERENCE);
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      try (PreparedContainer prepared = engine.prepare(spec(random, root))) {
        List<String> plan = prepared.program().steps().stream().map(TracedRuns::line).toList();
        Files.write(root.resolve("plan-" + i), plan);
        try (RunningContainer container = prepared.start()) {
          if (container.waitFor().exitCode() != 0) {
            throw new IllegalStateException("container " + i + " failed");
          }
        }
      }
    }
    System.exit(0); // threads that wait for input may still be there
  }

  private static String line(Step step) {
    return step.name() + "\t" + step;
  }

  private static ContainerSpec spec(Random random, Path root) throws IOException {
    List<Attachment> attachments = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      attachments.add(attachment(random, root));
    }
    List<String> environment = random.nextBoolean() ? List.of() : List.of("NAME=" + word(random));
    return new ContainerSpec(
        LabImage.NAME,
        List.of("echo", word(random), "quoted \"" + word(random) + "\"\n"),
        Optional.empty(),
        Optional.empty(),
        maybe(random, word(random)),
        maybe(random, word(random)),
        environment,
        maybe(random, "/" + word(random) + "/" + word(random)),
        maybe(random, random.nextInt(60000) + ":" + random.nextInt(60000)),
        attachments,
        new CapabilityRequest(
            random.nextBoolean() ? List.of() : List.of("SYS_PTRACE"),
            random.nextBoolean() ? List.of() : List.of("ALL"),
            random.nextInt(5) == 0),
        random.nextBoolean(),
        random.nextInt(4) == 0,
        random.nextBoolean(),
        random.nextInt(3) == 0,
        true);
  }

  private static Attachment attachment(Random random, Path root) throws IOException {
    String target = "/" + word(random) + (random.nextBoolean() ? "/" + word(random) : "");
    if (random.nextBoolean()) {
      return new Attachment.Tmpfs(
          target, random.nextBoolean() ? "" : "size=" + (1 + random.nextInt(9)) + "m");
    }
    boolean directory = random.nextBoolean();
    Path source = root.resolve("volume-" + word(random));
    if (directory) {
      Files.createDirectories(source);
    } else {
      Files.writeString(source, "content");
    }
    return new Attachment.Bind(source, target, directory, random.nextBoolean());
  }

  private static Optional<String> maybe(Random random, String value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private static String word(Random random) {
    return Long.toString(random.nextLong() >>> 20, 36) + "-" + (char) ('a' + random.nextInt(26));
  }
}
