package dev.minidocker.labs.unionfs.model;

import dev.minidocker.linux.Errno;
import java.util.List;
import java.util.Optional;

/** What is seen in a union after each act, what is refused, and what the upper layer then holds. */
public class UnionModel {
  final Union union;

  public UnionModel(Rules rules) {
    this(new Union(rules));
  }

  UnionModel(Union union) {
    this.union = union;
  }

  /** Does it; or says why it is refused, as the kernel would. */
  public final Optional<Errno> apply(Act act) {
    union.forget();
    try {
      perform(act);
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal.errno());
    }
  }

  /** Whether these are two names of one file of the upper layer. */
  public boolean areTwoNamesOfOneFile(String path, String other) {
    union.forget();
    try {
      return !path.equals(other) && union.areOneFile(union.find(path), union.find(other));
    } catch (Refusal refusal) {
      return false; // the way there leads to no file
    }
  }

  /** Every file that is seen, one a line. */
  public List<String> seen() {
    return new Listing(union).seen();
  }

  /** Every file of the upper layer, one a line. */
  public List<String> upper() {
    return new Listing(union).upper();
  }

  /** Every file of the layers below, which nobody writes. */
  List<String> lowers() {
    return new Listing(union).lowers();
  }

  private void perform(Act act) {
    if (act instanceof Act.Create create) {
      union.put(absent(create.path()), new Node.File(0644, ""));
    } else if (act instanceof Act.Write write) {
      opened(write.path()).content = write.text();
    } else if (act instanceof Act.Append append) {
      opened(append.path()).content += append.text();
    } else if (act instanceof Act.Truncate truncate) {
      truncate(opened(truncate.path()), truncate.bytes());
    } else if (act instanceof Act.Unlink unlink) {
      unlink(unlink.path());
    } else if (act instanceof Act.Mkdir mkdir) {
      mkdir(absent(mkdir.path()));
    } else if (act instanceof Act.Rmdir rmdir) {
      rmdir(rmdir.path());
    } else if (act instanceof Act.Rename rename) {
      rename(rename.from(), rename.to());
    } else if (act instanceof Act.Link link) {
      link(link.from(), link.to());
    } else if (act instanceof Act.Symlink symlink) {
      union.put(absent(symlink.path()), new Node.Symlink());
    } else if (act instanceof Act.Chmod chmod) {
      chmod(chmod.path(), chmod.mode());
    } else {
      union.commit();
    }
  }

  private Dentry absent(String path) {
    Dentry place = union.find(path);
    Refusal.when(place.exists(), Errno.EEXIST);
    return place;
  }

  private Dentry present(String path) {
    Dentry dentry = union.find(path);
    Refusal.when(!dentry.exists(), Errno.ENOENT);
    return dentry;
  }

  /** The same; a symbolic link is followed, to nowhere. */
  private Dentry followed(String path) {
    Dentry dentry = present(path);
    Refusal.when(dentry.node() instanceof Node.Symlink, Errno.ENOENT);
    return dentry;
  }

  private Node.File opened(String path) {
    Dentry dentry = followed(path);
    Refusal.when(dentry.isDirectory(), Errno.EISDIR);
    union.copyUp(dentry, true);
    return (Node.File) dentry.upper;
  }

  private static void truncate(Node.File file, int bytes) {
    String zeros = "\0".repeat(Math.max(0, bytes - file.content.length()));
    file.content = (file.content + zeros).substring(0, bytes);
  }

  private void unlink(String path) {
    Dentry dentry = present(path);
    Refusal.when(dentry.isDirectory(), Errno.EISDIR);
    union.remove(dentry, union.isInLowers(dentry));
  }

  private void rmdir(String path) {
    Dentry dentry = present(path);
    Refusal.when(!dentry.isDirectory(), Errno.ENOTDIR);
    Refusal.when(!dentry.names().isEmpty(), Errno.ENOTEMPTY);
    union.remove(dentry, union.isInLowers(dentry));
  }

  private void mkdir(Dentry place) {
    Node.Directory made = new Node.Directory(0755);
    made.opaque = mustBeOpaque(place);
    union.put(place, made);
  }

  /** Whether what lower layers have under this name, or may come to have, must not show in it. */
  boolean mustBeOpaque(Dentry place) {
    return place.whiteout || (union.rules.redirectDir() && !place.parent.lowers.isEmpty());
  }

  private void chmod(String path, int mode) {
    Dentry dentry = followed(path);
    union.copyUp(dentry, false);
    dentry.upper.mode = mode;
  }

  private void link(String from, String to) {
    Dentry file = present(from);
    Dentry place = absent(to);
    Refusal.when(file.isDirectory(), Errno.EPERM);
    union.copyUp(file, false);
    if (file.needsLowers()) {
      union.redirect(file, false);
    }
    union.put(place, file.upper);
  }

  private void rename(String from, String to) {
    Dentry old = union.find(from);
    Dentry place = union.find(to);
    Refusal.when(!old.exists(), Errno.ENOENT);
    Refusal.when(to.startsWith(from + "/"), Errno.EINVAL);
    Refusal.when(from.startsWith(to + "/"), Errno.ENOTEMPTY);
    if (from.equals(to) || union.areOneFile(old, place)) {
      return;
    }
    if (place.exists()) {
      Refusal.when(old.isDirectory() && !place.isDirectory(), Errno.ENOTDIR);
      Refusal.when(!old.isDirectory() && place.isDirectory(), Errno.EISDIR);
    }
    Refusal.when(old.isDirectory() && !mayMove(old), Errno.EXDEV);
    boolean occupied = place.isDirectory() && !place.names().isEmpty();
    Refusal.when(occupied && !place.lowers.isEmpty(), Errno.ENOTEMPTY);
    move(old, place, occupied);
  }

  /** Whether the rest of a directory will be found under its new name. */
  boolean mayMove(Dentry directory) {
    return union.rules.redirectDir() || !directory.needsLowers();
  }

  private void move(Dentry old, Dentry place, boolean occupied) {
    boolean inLowers = union.isInLowers(old);
    union.copyUp(old, false);
    union.copyUp(place.parent, false);
    if (old.needsLowers()) {
      union.redirect(old, old.parent == place.parent);
    } else if (old.isDirectory() && !place.parent.lowers.isEmpty()) {
      old.upperDirectory().opaque = true;
    }
    Refusal.when(occupied, Errno.ENOTEMPTY); // found out late: by the upper file system
    union.remove(old, inLowers);
    union.put(place, old.upper);
  }
}
