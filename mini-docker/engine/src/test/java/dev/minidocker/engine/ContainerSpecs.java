package dev.minidocker.engine;

import dev.minidocker.labs.mnt.Attachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Generated containers that can really be started: any combination of what can be asked, of the
 * image {@code lab}, with volumes that are there.
 *
 * @param volumes an existing directory, in which directories and files to mount are made
 * @param random where the choices come from
 */
record ContainerSpecs(Path volumes, Random random) {

  private static final List<String> CAPABILITIES =
      List.of("CHOWN", "cap_net_raw", "KILL", "Setuid", "MKNOD", "ALL");

  /** For properties. */
  static Arbitrary<ContainerSpec> running(Path volumes, String... command) {
    return Arbitraries.randomValue(random -> new ContainerSpecs(volumes, random).next(command));
  }

  /** The least that can be asked. */
  static ContainerSpec plain(String... command) {
    return of(Optional.empty(), Optional.empty(), CapabilityRequest.DEFAULT, false, command);
  }

  static ContainerSpec named(String name, String... command) {
    return of(Optional.of(name), Optional.empty(), CapabilityRequest.DEFAULT, false, command);
  }

  static ContainerSpec as(String user, String... command) {
    return of(Optional.empty(), Optional.of(user), CapabilityRequest.DEFAULT, false, command);
  }

  static ContainerSpec with(CapabilityRequest capabilities, String... command) {
    return of(Optional.empty(), Optional.empty(), capabilities, false, command);
  }

  static ContainerSpec interactive(String... command) {
    return of(Optional.empty(), Optional.empty(), CapabilityRequest.DEFAULT, true, command);
  }

  /** With this file of the host. */
  static ContainerSpec showing(Path file, String target, String... command) {
    return of(
        Optional.empty(),
        Optional.empty(),
        CapabilityRequest.DEFAULT,
        false,
        List.of(new Attachment.Bind(file, target, false, true)),
        command);
  }

  private static ContainerSpec of(
      Optional<String> name,
      Optional<String> user,
      CapabilityRequest capabilities,
      boolean interactive,
      String... command) {
    return of(name, user, capabilities, interactive, List.of(), command);
  }

  private static ContainerSpec of(
      Optional<String> name,
      Optional<String> user,
      CapabilityRequest capabilities,
      boolean interactive,
      List<Attachment> attachments,
      String... command) {
    return new ContainerSpec(
        "lab",
        List.of(command),
        Optional.empty(),
        name,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        user,
        attachments,
        capabilities,
        false,
        false,
        interactive,
        false,
        true);
  }

  /** A container that runs this command, and is removed when it ends. */
  ContainerSpec next(String... command) {
    return new ContainerSpec(
        "lab",
        List.of(command),
        perhaps(() -> ""),
        perhaps(() -> "md-" + word()),
        perhaps(this::word),
        perhaps(this::word),
        Stream.generate(() -> word() + "=" + word()).limit(random.nextInt(4)).toList(),
        perhaps(this::path),
        perhaps(this::user),
        attachments(),
        capabilities(),
        random.nextBoolean(),
        false,
        random.nextBoolean(),
        random.nextBoolean(),
        true);
  }

  private <T> Optional<T> perhaps(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private String word() {
    return random
        .ints(1 + random.nextInt(12), 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Below a directory of its own, so that it hides nothing of the image. */
  private String path() {
    StringBuilder path = new StringBuilder("/md-" + word());
    Stream.generate(this::word)
        .limit(random.nextInt(3))
        .forEach(part -> path.append('/').append(part));
    return path.toString();
  }

  private String user() {
    String uid = Integer.toString(random.nextInt(70_000));
    return random.nextBoolean() ? uid : uid + ":" + random.nextInt(70_000);
  }

  private List<Attachment> attachments() {
    List<Attachment> attachments = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      attachments.add(
          random.nextInt(3) == 0
              ? new Attachment.Tmpfs(path(), random.nextBoolean() ? "size=1m,mode=1777" : "")
              : bind());
    }
    return attachments;
  }

  private Attachment bind() {
    boolean directory = random.nextBoolean();
    try {
      Path source =
          directory
              ? Files.createTempDirectory(volumes, "volume")
              : Files.createTempFile(volumes, "volume", ".txt");
      if (directory) {
        Files.writeString(source.resolve(word()), word());
      }
      return new Attachment.Bind(source, path(), directory, random.nextBoolean());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CapabilityRequest capabilities() {
    if (random.nextInt(6) == 0) {
      return new CapabilityRequest(List.of(), List.of(), true);
    }
    return new CapabilityRequest(List.of(), some(), false);
  }

  private List<String> some() {
    return CAPABILITIES.stream().filter(name -> random.nextInt(4) == 0).toList();
  }
}
