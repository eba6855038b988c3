package dev.minidocker.build;

import dev.minidocker.build.copy.NewDirectories;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.FileOwner;
import dev.minidocker.engine.Workshop;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * WORKDIR, as far as it makes a directory: what runs there later may be somebody who could not make
 * it, and a copy of the image has it, too.
 */
record WorkdirStep(Builder builder, StageBuild stage) {

  /**
   * Makes the stage's working directory, and those on the way to it, for the stage's user.
   *
   * @param shown the instruction
   */
  void carryOut(String shown) {
    String path = stage.config().workingDirectory();
    stage.layer(stage.key().then(shown, stage.config().user()), shown, () -> make(path, shown));
  }

  private void make(String path, String shown) {
    Image base = stage.base();
    FileOwner owner =
        stage.config().user().isEmpty()
            ? FileOwner.ROOT
            : Engine.owner(base, stage.config().user());
    boolean[] made = new boolean[1];
    try (Workshop workshop = builder.engine().workshop(RunStep.forFiles(base), base)) {
      workshop.change(root -> made[0] = NewDirectories.make(root, path, owner));
      if (!made[0]) {
        stage.add(shown, Optional.empty(), ImageStore.Listing.STEP, Optional.empty());
      } else {
        try (InputStream changes = workshop.changes()) {
          stage.add(shown, Optional.of(changes), ImageStore.Listing.STEP, Optional.empty());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
