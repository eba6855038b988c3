package dev.minidocker.image;

import java.util.List;

/**
 * What was removed because nobody needed it.
 *
 * @param removals the images that are gone
 * @param reclaimedBytes what the files of layers held that are gone, and the files that killed
 *     processes have not completed
 */
public record Pruning(List<Removal> removals, long reclaimedBytes) {
  public Pruning {
    removals = List.copyOf(removals);
  }
}
