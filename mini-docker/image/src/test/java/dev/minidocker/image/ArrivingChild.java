package dev.minidocker.image;

import dev.minidocker.image.archive.ImageReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a test starts as a process of its own, to kill it while an image comes. */
final class ArrivingChild {
  private ArrivingChild() {}

  /** Arguments: the store, an archive or a name in a registry, how often it shall come. */
  public static void main(String[] args) throws IOException {
    try {
      ImageStore store = ImageStore.open(Path.of(args[0]));
      int times = Integer.parseInt(args[2]);
      System.out.println("ready");
      for (int i = 1; i <= times; i++) {
        Image image = arrive(store, args[1]);
        if (i < times) {
          store.remove(image.id().toString());
        }
      }
    } catch (ImageException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static Image arrive(ImageStore store, String source) throws IOException {
    if (!source.startsWith("/")) {
      return FakeRegistry.pull(source, store);
    }
    try (InputStream in = Files.newInputStream(Path.of(source))) {
      return ImageReader.read(store, in).get(0).imported().image();
    }
  }

  /** The command that starts it in a new JVM. */
  static List<String> command(Path store, String source, int times) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        ArrivingChild.class.getName(),
        store.toString(),
        source,
        Integer.toString(times));
  }
}
