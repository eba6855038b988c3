package dev.minidocker.labs.unionfs;

import static dev.minidocker.labs.unionfs.ChangeExperiments.union;
import static dev.minidocker.labs.unionfs.OverlayOption.METACOPY_ON;
import static dev.minidocker.labs.unionfs.OverlayOption.REDIRECT_DIR_OFF;
import static dev.minidocker.labs.unionfs.OverlayOption.REDIRECT_DIR_ON;
import static dev.minidocker.labs.unionfs.Trial.LOWER;
import static dev.minidocker.labs.unionfs.Trial.MERGED;
import static dev.minidocker.labs.unionfs.Trial.UPPER;
import static dev.minidocker.labs.unionfs.Trial.file;
import static dev.minidocker.labs.unionfs.Trial.found;
import static dev.minidocker.labs.unionfs.Trial.layers;
import static dev.minidocker.labs.unionfs.Trial.marks;
import static dev.minidocker.labs.unionfs.UnionExperiments.madeUp;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import java.util.List;
import java.util.Set;

/** What can be done without copying what is below, and how the kernel notes it. */
final class RenameExperiments {
  private static final String TEXT = "of the image";

  private final UnionMechanism mechanism;

  RenameExperiments(UnionMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(rename(), redirect(), metacopy());
  }

  /** Why mv copies. */
  Experiment rename() {
    String old = "/" + madeUp();
    String made = old + "-new";
    Set<OverlayOption> off =
        Privilege.canMakeNamespaces() ? Set.of(REDIRECT_DIR_OFF) : Set.of(); // else it always is
    return union("unionfs/rename", "a directory of a lower layer cannot be renamed")
        .then(
            Scene.narrated("A directory of a lower layer is to have another name.")
                .doing(Action.inside(below(old).then(mechanism.mount(layers(off)))))
                .observing(
                    "rename", HostLook.NOWHERE, attempt(MERGED + old, MERGED + old + "-renamed"))
                .expecting("refused as if to another disk: EXDEV", (h, c) -> c.startsWith("EXDEV")))
        .then(
            Scene.narrated("A file can: it is copied up. And a directory that is new?")
                .doing(
                    Action.inside(
                        Program.of(
                            Trial.rename(MERGED + old + "/file", MERGED + "/file"),
                            Nodes.directory(MERGED + made, 0755))))
                .observing(
                    "upper; rename", found(UPPER), attempt(MERGED + made, MERGED + made + "er"))
                .expecting("allowed", UnionExperiments::isAllowed));
  }

  /** With an option, the old name is noted. */
  Experiment redirect() {
    String old = "/" + madeUp();
    String moved = old + "-renamed";
    return union("unionfs/redirect", "with redirect_dir, a renamed directory knows its old name")
        .needing(Need.OVERLAY, Need.ROOT)
        .then(
            Scene.narrated("The same with redirect_dir=on, which only root may choose.")
                .doing(
                    Action.inside(
                        below(old)
                            .then(mechanism.mount(layers(Set.of(REDIRECT_DIR_ON))))
                            .then(Trial.rename(MERGED + old, MERGED + moved))))
                .observing(
                    "in upper; in the union",
                    found(UPPER + moved + "/file"),
                    Look.file(MERGED + moved + "/file"))
                .expecting("the file is seen in it", (h, c) -> c.equals(TEXT))
                .expecting("it was not copied", (h, c) -> h.equals(Trial.NOTHING)))
        .then(
            Scene.narrated("How does the kernel find it?")
                .observing("marks of it", marks(UPPER + moved, "redirect"), Look.NOWHERE)
                .expecting(
                    "the old name is beside it",
                    (h, c) -> h.equals("redirect=" + old.substring(1))));
  }

  /** With another, permissions change without the content. */
  Experiment metacopy() {
    String name = "/" + madeUp();
    String file = name + "/file";
    return union("unionfs/metacopy", "with metacopy, chmod copies no content")
        .needing(Need.OVERLAY, Need.ROOT)
        .then(
            Scene.narrated("With metacopy=on, the permissions of a lower file change.")
                .doing(
                    Action.inside(
                        below(name)
                            .then(mechanism.mount(layers(Set.of(REDIRECT_DIR_ON, METACOPY_ON))))
                            .then(Trial.chmod(MERGED + file, 0600))))
                .observing("in upper; in the union", found(UPPER + file), Look.file(MERGED + file))
                .expecting("the content is seen", (h, c) -> c.equals(TEXT))
                .expecting(
                    "the copy has nothing but zeros",
                    (h, c) -> h.chars().allMatch(one -> one == 0)))
        .then(
            Scene.narrated("Then it is written.")
                .doing(Action.inside(Trial.writing(MERGED + file, "changed", "O")))
                .observing("in upper; in the union", found(UPPER + file), Look.file(MERGED + file))
                .expecting("now the content is in the copy", String::equals));
  }

  private static Program below(String directory) {
    return Trial.place()
        .then(Nodes.directory(LOWER + directory, 0755))
        .then(file(LOWER + directory + "/file", TEXT));
  }

  private static Look attempt(String from, String to) {
    return Look.attempt(Trial.rename(from, to));
  }
}
