package dev.minidocker.labkit.doctor;

/** Finds out about one capability: first by trying, then, if that fails, why in the files. */
@FunctionalInterface
interface Probe {
  Finding look(Machine machine, Trials trials);
}
