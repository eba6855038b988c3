package dev.minidocker.labkit;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something that a learner tries and a lecturer shows: a container, and scenes that are played in
 * it one after the other. A pure description; {@link ExperimentRunner} carries it out.
 *
 * @param name lab and experiment, as in {@code uts/own-name}
 * @param objective what one knows afterwards that one did not know before
 * @param needs what the machine must allow
 * @param namespaces those that the container gets for itself
 * @param mapped whether the ids of its user namespace, if it gets one, are mapped beforehand
 * @param scenes in their order
 */
public record Experiment(
    String name,
    String objective,
    Set<Need> needs,
    Set<CloneFlag> namespaces,
    boolean mapped,
    List<Scene> scenes) {

  public Experiment {
    needs = Set.copyOf(needs);
    namespaces = Set.copyOf(namespaces);
    scenes = List.copyOf(scenes);
  }

  public static Experiment named(String name, String objective) {
    return new Experiment(name, objective, Set.of(Need.NAMESPACES), Set.of(), true, List.of());
  }

  /** The same experiment on a machine that allows exactly this. */
  public Experiment needing(Need... newNeeds) {
    return new Experiment(name, objective, Set.of(newNeeds), namespaces, mapped, scenes);
  }

  /** The same experiment in a container with these namespaces of its own. */
  public Experiment in(CloneFlag... newNamespaces) {
    return new Experiment(name, objective, needs, Set.of(newNamespaces), mapped, scenes);
  }

  /** The same experiment in a user namespace of its own, whose maps nobody has written yet. */
  public Experiment unmapped() {
    return new Experiment(name, objective, needs, namespaces, false, scenes);
  }

  /** The same experiment with one more scene at its end. */
  public Experiment then(Scene scene) {
    List<Scene> more = new ArrayList<>(scenes);
    more.add(scene);
    return new Experiment(name, objective, needs, namespaces, mapped, more);
  }

  /** What its processes do, as far as that is known before it is played: the birth, the scenes. */
  public List<Program> programs() {
    List<Program> programs = new ArrayList<>();
    programs.add(Program.of(Sandbox.birthIn(namespaces)));
    scenes.forEach(scene -> programs.addAll(scene.programs()));
    return programs;
  }
}
