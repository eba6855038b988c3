package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labs.cgroups.limits.Group.Seat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the kernel has counted in a group that is there. */
public record GroupAccounts(Group group) {

  /** How many processes were killed because the memory limit left nothing to give; cgroups(7). */
  public OptionalLong oomKills() {
    return field(MemoryLimit.class, "memory.oom_control", "memory.events", "oom_kill");
  }

  /** How often fork(2) was refused because of the limit on processes. */
  public OptionalLong refusedForks() {
    return field(PidsLimit.class, "pids.events", "pids.events", "max");
  }

  /** In how many periods the group had used its CPU time before the end, and waited. */
  public OptionalLong periodsThrottled() {
    return field(CpuBandwidth.class, "cpu.stat", "cpu.stat", "nr_throttled");
  }

  /** The limit of this kind that the group was made with. */
  public <L extends Limit> Optional<L> limit(Class<L> kind) {
    return group.seats().stream()
        .flatMap(seat -> seat.limits().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  private OptionalLong field(
      Class<? extends Limit> kind, String fileOfV1, String fileOfV2, String field) {
    return group.seats().stream()
        .filter(seat -> seat.limits().stream().anyMatch(kind::isInstance))
        .flatMap(
            seat -> lines(seat, seat.root().version() == CgroupVersion.V1 ? fileOfV1 : fileOfV2))
        .map(line -> line.split(" ", 2))
        .filter(pair -> pair[0].equals(field))
        .mapToLong(pair -> Long.parseLong(pair[1]))
        .findFirst();
  }

  /** None of a group that is gone, or of a kernel that does not count this. */
  private Stream<String> lines(Seat seat, String file) {
    Path path = group.directory(seat).resolve(file);
    try {
      return Arrays.stream(Files.readString(path).split("\n", -1));
    } catch (IOException e) {
      return Stream.of();
    }
  }
}
