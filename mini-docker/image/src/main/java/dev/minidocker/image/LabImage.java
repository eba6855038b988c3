package dev.minidocker.image;

import dev.minidocker.image.internal.LabRootfs;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The image {@code lab}, made of the host's own commands: something to run without a network.
 *
 * <p>The same host gives the same image. It is made when it is first asked for, and again after it
 * was removed.
 */
public final class LabImage {
  /** What the image is called. */
  public static final String NAME = "lab";

  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private LabImage() {}

  /** Whether this reference means the image that can be made here. */
  public static boolean isMeantBy(String reference) {
    return reference.equals(NAME) || reference.equals(NAME + ":latest");
  }

  /** The image, which is made first where the store has none of this name. */
  public static Image in(ImageStore store) {
    return store.find(NAME).orElseGet(() -> make(store, searchPath()).image());
  }

  /** The host's PATH, and where the commands of root are. */
  private static String searchPath() {
    String own = System.getenv("PATH");
    return own == null ? SEARCH_PATH : own + ":" + SEARCH_PATH;
  }

  /**
   * Makes the image.
   *
   * @param path directories of the host to look for commands, separated by colons
   * @throws ImageException if there is not even a shell
   */
  public static Imported make(ImageStore store, String path) {
    LabRootfs.Archive archive = LabRootfs.collect(path);
    ImageConfig.Defaults defaults =
        new ImageConfig.Defaults("", List.of("PATH=" + SEARCH_PATH), List.of(), List.of("sh"), "");
    ImportOptions options =
        new ImportOptions(
            defaults,
            archive.changed().truncatedTo(ChronoUnit.SECONDS),
            "Made of the host's own commands",
            UnpackLimits.DEFAULT);
    return store.importRootfs(archive.tar(), NAME, options);
  }
}
