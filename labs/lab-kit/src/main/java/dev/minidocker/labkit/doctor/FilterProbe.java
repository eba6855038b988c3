package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.doctor.Finding.Stops;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether it is the kernel that answers. Each of the calls is asked for nonsense, to which the
 * kernel objects before it looks at anything else; another answer is another's. A filter cannot
 * tell, since it sees numbers and no memory.
 */
final class FilterProbe implements Probe {
  private static final String CAPABILITY = "unfiltered-calls";

  @Override
  public Finding look(Machine machine, Trials trials) {
    Outcome clone = trials.cloneOfNoSize();
    if (!clone.is(Errno.EINVAL)) {
      return Finding.no(CAPABILITY, clone, NamespaceCauses.SECCOMP, Stops.EVERYTHING);
    }
    List<String> filtered = new ArrayList<>();
    if (trials.isUnshareFiltered(CloneFlag.CLONE_NEWUSER)
        || trials.isUnshareFiltered(CloneFlag.CLONE_NEWUTS)) {
      filtered.add("unshare");
    }
    if (!trials.mountOfNothing(false).is(Errno.EFAULT)
        || !trials.mountOfNothing(true).is(Errno.EFAULT)) {
      filtered.add("mount");
    }
    return filtered.isEmpty()
        ? Finding.yes(CAPABILITY, "clone3, unshare and mount reach the kernel", Stops.NOTHING)
        : Finding.partly(
            CAPABILITY,
            String.join(" and ", filtered) + ": not answered by the kernel",
            NamespaceCauses.SECCOMP);
  }
}
