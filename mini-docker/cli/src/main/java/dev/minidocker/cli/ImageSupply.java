package dev.minidocker.cli;

import dev.minidocker.image.Image;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LabImage;
import dev.minidocker.image.Reference;
import dev.minidocker.image.oci.Platform;
import dev.minidocker.image.registry.RemoteReference;
import java.util.Optional;

/**
 * Where images come from when a command needs them: out of the store, made of the host's commands,
 * or from a registry.
 *
 * @param report says how a pull goes on
 */
record ImageSupply(ImageStore store, PullPolicy policy, ReportedPull report) {
  private static final String ID = "(sha256:)?[0-9a-f]{64}";

  /**
   * The image of a name, or by its id; empty if it is not here and not asked of a registry.
   *
   * @throws ImageException if it cannot be had from there
   */
  Optional<Image> get(String name) {
    if (LabImage.isMeantBy(name)) {
      return Optional.of(LabImage.in(store));
    }
    Optional<Image> here = store.find(name);
    boolean wanted =
        policy == PullPolicy.ALWAYS || (policy == PullPolicy.MISSING && here.isEmpty());
    if (!wanted || name.matches(ID)) { // what has only an id, no registry would find
      return here;
    }
    RemoteReference reference = RemoteReference.parse(name);
    if (policy == PullPolicy.MISSING) {
      report.out().println("Unable to find image '" + shown(name) + "' locally");
    }
    pull(reference);
    return store.find(name);
  }

  private void pull(RemoteReference reference) {
    try {
      boolean isNew = report.pull(reference, Platform.host(), false, store);
      report.sayStatus(isNew, reference.familiar());
    } catch (ImageException e) {
      throw new ImageException(
          "cannot get the image "
              + reference.familiar()
              + ": "
              + e.getMessage()
              + ". `mini-docker images` lists those that are here; the name of one that another"
              + " registry has begins with its host",
          e);
    }
  }

  /** As docker has it: with its tag, even if nobody has said it. */
  private static String shown(String name) {
    return Reference.isName(name) ? Reference.parse(name).toString() : name;
  }
}
