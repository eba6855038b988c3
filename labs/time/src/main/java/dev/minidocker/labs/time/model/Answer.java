package dev.minidocker.labs.time.model;

import java.time.Duration;

/** What an act is answered. */
public sealed interface Answer {

  /** Done, or the name of an errno. */
  record Said(String text) implements Answer {}

  /** A clock was read: how much it is ahead of the machine's. */
  record Ahead(Clock clock, Duration offset) implements Answer {}
}
