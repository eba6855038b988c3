package dev.minidocker.labs.unionfs;

import static dev.minidocker.labs.unionfs.Trial.LOWER;
import static dev.minidocker.labs.unionfs.Trial.MERGED;
import static dev.minidocker.labs.unionfs.Trial.NOTHING;
import static dev.minidocker.labs.unionfs.Trial.PLACE;
import static dev.minidocker.labs.unionfs.Trial.UPPER;
import static dev.minidocker.labs.unionfs.Trial.file;
import static dev.minidocker.labs.unionfs.Trial.found;
import static dev.minidocker.labs.unionfs.Trial.layers;
import static dev.minidocker.labs.unionfs.Trial.marks;
import static dev.minidocker.labs.unionfs.Trial.writing;
import static dev.minidocker.labs.unionfs.UnionExperiments.madeUp;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import java.util.List;

/** What a change, and a deletion, leave in which layer. */
final class ChangeExperiments {
  private static final String BEFORE = "of the image";
  private static final String AFTER = "changed here";
  private static final int MANY = 40;

  private final UnionMechanism mechanism;

  ChangeExperiments(UnionMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(copyUp(), whiteout(), opaque(), hardLink(), manyLayers());
  }

  /** The first write copies. */
  Experiment copyUp() {
    String name = "/" + madeUp();
    return inUnion("unionfs/copy-up", "a file is copied up before it is changed", name)
        .then(
            Scene.narrated("A lower directory has a file. Who reads it, reads it there.")
                .observing("upper; the file", found(UPPER), Look.file(MERGED + name))
                .expecting("nothing is in the upper directory", (h, c) -> h.equals(NOTHING))
                .expecting("the file is seen in the union", (h, c) -> c.equals(BEFORE)))
        .then(
            Scene.narrated("Now it is written.")
                .doing(Action.inside(writing(MERGED + name, "changed", AFTER)))
                .observing("in upper; in the union", found(UPPER + name), Look.file(MERGED + name))
                .expecting("the change is seen", (h, c) -> c.equals(AFTER))
                .expecting("the upper directory has a copy", String::equals))
        .then(
            Scene.narrated("And below?")
                .observing("in lower; in the union", found(LOWER + name), Look.file(MERGED + name))
                .expecting("the original is as it was", (h, c) -> h.equals(BEFORE)));
  }

  /** What is below cannot be removed; it can be denied. */
  Experiment whiteout() {
    String name = "/" + madeUp();
    return inUnion("unionfs/whiteout", "to delete is to say that there is nothing", name)
        .then(
            Scene.narrated("The file of the lower directory is deleted in the union.")
                .doing(Action.inside(Program.of(Trial.remove(MERGED + name))))
                .observing("in lower; in the union", found(LOWER + name), Look.file(MERGED + name))
                .expecting("it is not found", (h, c) -> c.startsWith("ENOENT"))
                .expecting("it is still below", (h, c) -> h.equals(BEFORE)))
        .then(
            Scene.narrated("The upper directory has something of its name.")
                .observing("in upper", found(UPPER + name), Look.NOWHERE)
                .expecting("a whiteout: device 0:0", (h, c) -> h.equals("character device 0:0")))
        .then(
            Scene.narrated("A new file takes its place.")
                .doing(Action.inside(file(MERGED + name, AFTER)))
                .observing("in upper; in the union", found(UPPER + name), Look.file(MERGED + name))
                .expecting("the whiteout is no more", String::equals));
  }

  /** The same for all that a directory holds. */
  Experiment opaque() {
    String directory = "/" + madeUp();
    String name = directory + "/file";
    return inUnion("unionfs/opaque", "a new directory does not show what the old one had", name)
        .then(
            Scene.narrated("A directory of the lower layer is emptied, removed and made again.")
                .doing(
                    Action.inside(
                        Program.of(
                            Trial.remove(MERGED + name),
                            Trial.removeDirectory(MERGED + directory),
                            Nodes.directory(MERGED + directory, 0755))))
                .observing("in lower; in the union", found(LOWER + name), Look.file(MERGED + name))
                .expecting("below, the file is there", (h, c) -> h.equals(BEFORE))
                .expecting("it does not come back", (h, c) -> c.startsWith("ENOENT")))
        .then(
            Scene.narrated("No whiteout is in it. What keeps the file away?")
                .observing("marks of it", marks(UPPER + directory, "opaque"), Look.NOWHERE)
                .expecting("it is opaque", (h, c) -> h.equals("opaque=y")));
  }

  /** Names of one file come apart: a program that counts on it is surprised. */
  Experiment hardLink() {
    String name = "/" + madeUp();
    String other = name + "-too";
    return union("unionfs/hard-link", "copy-up breaks hard links")
        .then(
            Scene.narrated("In the lower directory, one file has two names. One is written.")
                .doing(
                    Action.inside(
                        Trial.place()
                            .then(file(LOWER + name, BEFORE))
                            .then(Trial.link(LOWER + name, LOWER + other))
                            .then(mechanism.mount(layers(LOWER)))
                            .then(writing(MERGED + name, "changed", AFTER))))
                .observing("one; the other", found(MERGED + name), Look.file(MERGED + other))
                .expecting("one has changed", (h, c) -> h.equals(AFTER))
                .expecting("the other has not", (h, c) -> c.equals(BEFORE)));
  }

  /** An image of many layers. */
  Experiment manyLayers() {
    String name = "/" + madeUp();
    String[] lowers = new String[MANY];
    Program made = Trial.place();
    for (int i = 0; i < MANY; i++) {
      lowers[i] = PLACE + "/" + i;
      made =
          made.then(Nodes.directory(lowers[i], 0755))
              .then(file(lowers[i] + name, "layer " + i))
              .then(Nodes.emptyFile(lowers[i] + name + "." + i, 0644));
    }
    return union("unionfs/layers", "of many layers the uppermost that knows a name decides")
        .then(
            Scene.narrated(MANY + " layers have a file of one name, and one of their own each.")
                .doing(Action.inside(made.then(mechanism.mount(layers(lowers)))))
                .observing(
                    "how many names; the file",
                    host -> Integer.toString(found(MERGED).see(host).split(" ", -1).length),
                    Look.file(MERGED + name))
                .expecting("of one name, the first is seen", (h, c) -> c.equals("layer 0"))
                .expecting("of the others, all", (h, c) -> h.equals("" + (MANY + 1))))
        .then(
            Scene.narrated("The first layer's file is deleted.")
                .doing(Action.inside(Program.of(Trial.remove(MERGED + name))))
                .observing(
                    "the file",
                    found(MERGED + name),
                    Look.attempt(Descriptors.openToRead(MERGED + name)))
                .expecting("none of the others comes up", (h, c) -> c.startsWith("ENOENT")));
  }

  /** A union of an empty upper directory and a lower one that has this file. */
  private Experiment inUnion(String experiment, String objective, String name) {
    Program below = Trial.place();
    int slash = name.lastIndexOf('/');
    if (slash > 0) {
      below = below.then(Nodes.directory(LOWER + name.substring(0, slash), 0755));
    }
    Program made = below.then(file(LOWER + name, BEFORE)).then(mechanism.mount(layers(LOWER)));
    return union(experiment, objective)
        .then(Scene.narrated("Two directories become one.").doing(Action.inside(made)));
  }

  static Experiment union(String name, String objective) {
    return Experiment.named(name, objective).needing(Need.OVERLAY).in(CLONE_NEWNS);
  }
}
