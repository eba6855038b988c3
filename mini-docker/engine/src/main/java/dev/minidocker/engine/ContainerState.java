package dev.minidocker.engine;

import dev.minidocker.engine.naming.Ids;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container as others see it, at one moment.
 *
 * @param name empty if its user gave it none
 * @param running whether its process, or the mini-docker that made it, is alive
 * @param exitCode of its process, once that has ended; empty too if mini-docker was killed before
 */
public record ContainerState(
    ContainerRecord record, Optional<String> name, boolean running, OptionalInt exitCode) {

  /** What people are told of it: its name, or else the beginning of its id. */
  String shown() {
    return name.orElseGet(() -> Ids.shortened(record.id()));
  }
}
