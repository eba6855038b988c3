package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import java.util.function.Function;

/** The reference implementation: one word in one file. */
public final class GroupFreezer implements FreezerMechanism {

  @Override
  public Program freeze(Group group) {
    return write(group, Freezable::freeze, "the kernel stops each at the next safe place");
  }

  @Override
  public Program thaw(Group group) {
    return write(group, Freezable::thaw, "they go on where they were");
  }

  private static Program write(Group group, Function<CgroupVersion, Setting> setting, String why) {
    Group.Seat seat = group.seatOf(Freezable.class);
    Setting written = setting.apply(seat.root().version());
    return Program.of(
            Descriptors.openToWrite(group.directory(seat).resolve(written.file()).toString())
                .named(written.file())
                .because("a file of the group, made by the kernel"),
            Descriptors.write(written.file(), written.value()).because(why),
            Descriptors.close(written.file()).because("the group keeps the value"))
        .inChapter("cgroups");
  }
}
