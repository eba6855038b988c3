package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.doctor.Finding.Stops;

/** Root of the host, whom a few experiments need; or an ordinary user, whom a few others need. */
final class RootProbe implements Probe {
  private static final String CAPABILITY = "root";

  @Override
  public Finding look(Machine machine, Trials trials) {
    return trials.isRoot()
        ? Finding.yes(CAPABILITY, "CAP_SYS_ADMIN is effective", Stops.of(Need.ROOT))
        : Finding.no(
            CAPABILITY,
            "CAP_SYS_ADMIN is not effective",
            new Cause(
                "ordinary-user",
                "An ordinary user runs this, as is best for most labs.",
                "sudo bin/lab run … for what needs root"),
            Stops.of(Need.ROOT));
  }
}
