package dev.minidocker.labs.cgroups.limits;

import java.util.List;

/**
 * How many processes and threads the group may have; fork(2) answers EAGAIN to one more.
 *
 * @param most or {@link Limit#UNLIMITED}
 */
public record PidsLimit(long most) implements Limit {

  @Override
  public String controller(CgroupVersion version) {
    return "pids";
  }

  @Override
  public List<Setting> settings(CgroupVersion version) {
    return List.of(Setting.of("pids.max", Limit.orMax(most)));
  }
}
