package dev.minidocker.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** What a test starts as a process of its own, to kill it or to fill its disk. */
final class ImportingChild {
  private ImportingChild() {}

  /** Arguments: the store, how many imports, how many files each, the size of each. */
  public static void main(String[] args) {
    try {
      ImageStore store = ImageStore.open(Path.of(args[0]));
      Random random = new Random();
      System.out.println("ready");
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        long seed = random.nextInt(4);
        String name = "i" + seed;
        byte[] tar = Archives.ofFiles(seed, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        store.importRootfs(Archives.stream(tar), name, ImportOptions.from("a test"));
        if (random.nextInt(3) == 0) {
          removeUnlessAnotherWasFaster(store, name);
        }
      }
    } catch (ImageException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static void removeUnlessAnotherWasFaster(ImageStore store, String name) {
    try {
      store.remove(name);
    } catch (ImageException e) {
      if (!e.getMessage().startsWith("there is no image")) {
        throw e;
      }
    }
  }

  /** The command that starts it in a new JVM. */
  static List<String> command(Path store, int imports, int files, int bytesEach) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        ImportingChild.class.getName(),
        store.toString(),
        Integer.toString(imports),
        Integer.toString(files),
        Integer.toString(bytesEach));
  }
}
