package dev.minidocker.labs.unionfs.model;

/** What somebody does in a union. Paths are those that are seen there: {@code a/b}. */
public sealed interface Act {

  /** mknod(2): an empty file. */
  record Create(String path) implements Act {}

  /** open(2) with O_TRUNC, and write(2). */
  record Write(String path, String text) implements Act {}

  /** open(2) with O_APPEND, and write(2). */
  record Append(String path, String text) implements Act {}

  /** open(2), and ftruncate(2). */
  record Truncate(String path, int bytes) implements Act {}

  /** unlink(2). */
  record Unlink(String path) implements Act {}

  /** mkdir(2). */
  record Mkdir(String path) implements Act {}

  /** rmdir(2). */
  record Rmdir(String path) implements Act {}

  /** rename(2). */
  record Rename(String from, String to) implements Act {}

  /** link(2). */
  record Link(String from, String to) implements Act {}

  /** symlink(2); what it points to does not exist. */
  record Symlink(String path) implements Act {}

  /** chmod(2). */
  record Chmod(String path, int mode) implements Act {}

  /** The upper directory becomes the uppermost of the lower ones, and a new one is put above it. */
  record Commit() implements Act {}
}
