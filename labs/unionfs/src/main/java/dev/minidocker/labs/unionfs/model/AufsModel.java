package dev.minidocker.labs.unionfs.model;

import java.util.List;

/**
 * The same for aufs, which docker used first, and whose marks image layers have to this day: a
 * deleted name is a file {@code .wh.NAME}, an opaque directory has a file {@code .wh..wh..opq}.
 *
 * <p>It differs in two more ways. Names of one file stay names of one file when it is copied up
 * ("pseudo links"). Directories of lower layers cannot be renamed.
 */
public final class AufsModel extends UnionModel {
  public AufsModel() {
    super(new AufsUnion());
  }

  /** Every file of the upper branch; it could be packed as a layer of an image as it is. */
  @Override
  public List<String> upper() {
    return new Listing(union).upperOfAufs();
  }
}
