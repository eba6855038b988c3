package dev.minidocker.labs.unionfs;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.util.List;

/** Chapter 7. */
public final class UnionLab implements Lab {

  @Override
  public String topic() {
    return "unionfs";
  }

  @Override
  public String title() {
    return "union file systems: many layers look like one tree";
  }

  @Override
  public int chapter() {
    return 7;
  }

  @Override
  public String objective() {
    return "say what a layer holds after a change, a deletion or a renaming above it, "
        + "and why a hundred containers of one image need its bytes once.";
  }

  @Override
  public List<Experiment> experiments() {
    return new UnionExperiments(new Overlay()).all();
  }
}
