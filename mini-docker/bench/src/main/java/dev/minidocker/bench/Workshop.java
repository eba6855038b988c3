package dev.minidocker.bench;

import dev.minidocker.engine.ContainerSpec;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.Host;
import dev.minidocker.engine.Mechanisms;
import dev.minidocker.engine.PreparedContainer;
import dev.minidocker.engine.RunningContainer;
import dev.minidocker.engine.network.Network;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LabImage;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A state directory of its own with the image of the host's tools, gone when closed. */
final class Workshop implements AutoCloseable {
  private final Path directory;
  private final Host host = Host.current();
  private final Image image;
  private final Engine engine;

  Workshop() {
    try {
      directory = Files.createTempDirectory("md-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for files", e);
    }
    ImageStore images = ImageStore.open(directory.resolve("state"));
    image = LabImage.in(images);
    engine = new Engine(directory.resolve("state"), images, host, Mechanisms.REFERENCE);
  }

  boolean rootless() {
    return host.rootless();
  }

  /** The image's files. */
  Path layer() {
    return image.layerDirs().get(0);
  }

  /** A new, empty directory. */
  Path folder(String name) {
    return folder(directory, name);
  }

  static Path folder(Path parent, String name) {
    try {
      return Files.createDirectory(parent.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + parent.resolve(name), e);
    }
  }

  /** A container with docker's defaults, ready to be started. */
  PreparedContainer prepare(String... command) {
    return engine.prepare(ContainerSpec.of(LabImage.NAME, List.of(command)));
  }

  /** The same at the default bridge of the network namespace that this thread is in. */
  PreparedContainer prepareAtBridge(String... command) {
    return engine.prepare(
        ContainerSpec.of(LabImage.NAME, List.of(command)).with(NetworkRequest.in(Network.DEFAULT)));
  }

  /** The time from a prepared container to its end; making and removing its files is not in it. */
  Contender start() {
    return start(() -> prepare("true"));
  }

  /** The same with containers that are prepared otherwise. */
  static Contender start(Supplier<PreparedContainer> preparing) {
    return new Contender() {
      @Override
      public String name() {
        return "mini-docker, start to end";
      }

      @Override
      public long sample() {
        try (PreparedContainer prepared = preparing.get()) {
          long begin = System.nanoTime();
          try (RunningContainer running = prepared.start()) {
            running.waitFor();
            return System.nanoTime() - begin;
          }
        }
      }
    };
  }

  /** The same container in C; it takes the files of one prepared container again and again. */
  Server floor(Path gcc, PreparedContainer prepared) {
    Path files = directory.resolve("state/containers").resolve(prepared.id());
    Path executable =
        Server.compile(CProgram.of(prepared.program()), gcc, folder("floor-" + prepared.id()));
    List<String> command = new ArrayList<>(List.of("" + executable));
    command.addAll(List.of("" + files.resolve("upper"), "" + files.resolve("work")));
    prepared.groups().forEach(group -> command.add("" + group));
    return new Server("C, the same calls by one process", command);
  }

  /** Takes back what a container has changed, so that it can be started once more. */
  void empty(PreparedContainer prepared) {
    Path files = directory.resolve("state/containers").resolve(prepared.id());
    for (String part : List.of("upper", "work")) {
      FileTree.remove("" + files.resolve(part));
      folder(files, part);
    }
  }

  @Override
  public void close() {
    FileTree.remove(directory.toString());
  }
}
