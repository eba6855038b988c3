package dev.minidocker.labs.user.model;

import static dev.minidocker.linux.Capability.CAP_CHOWN;
import static dev.minidocker.linux.Capability.CAP_SETFCAP;
import static dev.minidocker.linux.Capability.CAP_SETGID;
import static dev.minidocker.linux.Capability.CAP_SYS_ADMIN;

import dev.minidocker.labs.user.MapRules;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * User namespaces without a kernel: who is who, which is {@link Translation}, and who may say so.
 */
public class UserModel extends Translation {

  /** Who has no number in a namespace may not make another in it. */
  protected boolean mayMakeNamespace(Person maker) {
    return goesOut(maker.namespace, Kind.USERS, maker.uid).isPresent()
        && goesOut(maker.namespace, Kind.GROUPS, maker.gid).isPresent();
  }

  /** Writes a map, or says why not; {@code map_write} in {@code kernel/user_namespace.c}. */
  public Answer write(Person writer, Namespace target, Kind kind, UidMap map) {
    if (target.parent == null
        || isWritten(target.map(kind))
        || !writer.may(CAP_SYS_ADMIN, target)) {
      return Answer.of(Errno.EPERM);
    } else if (!isMap(map)) {
      return Answer.of(Errno.EINVAL);
    } else if (!mayMap(writer, target, kind, map)
        || !map.ranges().stream().allMatch(range -> isWithinOne(target.parent.map(kind), range))) {
      return Answer.of(Errno.EPERM);
    }
    target.map(kind, map);
    return Answer.DONE;
  }

  protected boolean isWritten(UidMap map) {
    return !map.ranges().isEmpty();
  }

  protected boolean isMap(UidMap map) {
    return MapRules.flaw(map).isEmpty();
  }

  /** All ids of a line must come from one line of the parent's map. */
  protected boolean isWithinOne(UidMap parent, Range range) {
    return parent.ranges().stream()
        .anyMatch(
            line ->
                range.outside() >= line.inside()
                    && range.outside() + range.count() <= line.inside() + line.count());
  }

  /** {@code new_idmap_permitted}: whoever could be these people anyway, or only themselves. */
  private boolean mayMap(Person writer, Namespace target, Kind kind, UidMap map) {
    boolean namesRoot = map.ranges().stream().anyMatch(range -> range.outside() == 0);
    if (kind == Kind.USERS && namesRoot && !mayNameRoot(writer, target)) {
      return false;
    }
    return isOnlySelf(writer, target, kind, map) || mayBeAnybody(writer, target, kind);
  }

  /** Root of the parent could be given file capabilities inside, and used outside. */
  private static boolean mayNameRoot(Person writer, Namespace target) {
    return writer.namespace == target
        ? target.makerHadSetfcap
        : writer.may(CAP_SETFCAP, target.parent);
  }

  protected boolean mayBeAnybody(Person writer, Namespace target, Kind kind) {
    return writer.may(kind.capability, target.parent);
  }

  private boolean isOnlySelf(Person writer, Namespace target, Kind kind, UidMap map) {
    List<Range> ranges = map.ranges();
    if (ranges.size() != 1 || ranges.get(0).count() != 1 || target.owner != writer.uid) {
      return false;
    }
    OptionalLong id = comesIn(target.parent, kind, ranges.get(0).outside());
    long self = kind == Kind.USERS ? writer.uid : writer.gid;
    return id.equals(OptionalLong.of(self)) && (kind == Kind.USERS || mayMapOwnGroup(target));
  }

  /** A group may be there to keep its members out, so it must not be possible to leave it. */
  protected boolean mayMapOwnGroup(Namespace target) {
    return !target.setgroups;
  }

  /** Allows or denies setgroups(2); {@code proc_setgroups_write}. */
  public Answer writeSetgroups(Person writer, Namespace target, boolean allow) {
    if (!writer.may(CAP_SYS_ADMIN, target)) {
      return Answer.of(Errno.EACCES); // the file cannot even be opened
    } else if (allow ? !target.setgroups : isWritten(target.groups)) {
      return Answer.of(Errno.EPERM);
    }
    target.setgroups = allow;
    return Answer.DONE;
  }

  /** setgroups(2) to one group. */
  public Answer setGroups(Person person, long gid) {
    Namespace here = person.namespace;
    if (!person.may(CAP_SETGID, here) || !isWritten(here.groups) || !here.setgroups) {
      return Answer.of(Errno.EPERM);
    }
    OptionalLong group = comesIn(here, Kind.GROUPS, gid);
    if (group.isEmpty()) {
      return Answer.of(Errno.EINVAL);
    }
    person.furtherGroups.clear();
    person.furtherGroups.add(group.getAsLong());
    return Answer.DONE;
  }

  /** capset(2): nobody can give a capability to themselves. */
  public Answer setCapabilities(Person person, Set<Capability> capabilities) {
    if (!person.capabilities.containsAll(capabilities)) {
      return Answer.of(Errno.EPERM);
    }
    person.capabilities.retainAll(capabilities);
    return Answer.DONE;
  }

  /** fchown(2); {@code setattr_prepare} in {@code fs/attr.c}. */
  public Answer chown(Person person, Owner file, long uid, long gid) {
    OptionalLong user = comesIn(person.namespace, Kind.USERS, uid);
    OptionalLong group = comesIn(person.namespace, Kind.GROUPS, gid);
    if (user.isEmpty() || group.isEmpty()) {
      return Answer.of(Errno.EINVAL);
    }
    long newUser = user.getAsLong();
    long newGroup = group.getAsLong();
    boolean own = file.uid == person.uid;
    boolean inGroup =
        newGroup == file.gid || newGroup == person.gid || person.furtherGroups.contains(newGroup);
    boolean harmless = own && newUser == file.uid && inGroup;
    if (!harmless && !(person.may(CAP_CHOWN, person.namespace) && reaches(person, file))) {
      return Answer.of(Errno.EPERM);
    }
    file.uid = newUser;
    file.gid = newGroup;
    return Answer.DONE;
  }

  /** A capability reaches only the files of those who are somebody in the namespace. */
  protected boolean reaches(Person person, Owner file) {
    return goesOut(person.namespace, Kind.USERS, file.uid).isPresent()
        && goesOut(person.namespace, Kind.GROUPS, file.gid).isPresent();
  }
}
