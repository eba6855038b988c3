package dev.minidocker.labs.cgroups.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which devices the group's processes may use; all others are refused with EPERM.
 *
 * @param allowed what one rule allows is allowed
 */
public record DeviceAccess(List<DeviceRule> allowed) implements Limit {

  public DeviceAccess {
    allowed = List.copyOf(allowed);
  }

  /** The devices that every container has, and these. */
  public static DeviceAccess usualAnd(List<DeviceRule> more) {
    List<DeviceRule> all = new ArrayList<>(DeviceRule.USUAL);
    all.addAll(more);
    return new DeviceAccess(all);
  }

  /** Whether one rule allows all that is asked: the meaning of the list, without a kernel. */
  boolean allows(DeviceRule.Kind kind, int major, int minor, Set<DeviceRule.Access> asked) {
    return allowed.stream().anyMatch(rule -> rule.allows(kind, major, minor, asked));
  }

  @Override
  public String controller(CgroupVersion version) {
    return "devices";
  }

  /** Version 1 begins with the parent's list, so that all is taken away first. */
  @Override
  public List<Setting> settings(CgroupVersion version) {
    if (version == CgroupVersion.V2) {
      throw new IllegalStateException("version 2 has a program in the place of files");
    }
    List<Setting> settings = new ArrayList<>(List.of(Setting.of("devices.deny", "a")));
    allowed.forEach(rule -> settings.add(Setting.of("devices.allow", rule.toString())));
    return settings;
  }
}
