package dev.minidocker.labs.user.model;

import dev.minidocker.linux.Errno;

/** What the kernel says to an act: that it is done, an errno, or what there was to see. */
public record Answer(String text) {
  static final Answer DONE = new Answer("allowed");

  static Answer of(Errno errno) {
    return new Answer(errno + " (" + errno.text() + ")");
  }
}
