package dev.minidocker.labs.time;

import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;

/** The reference implementation; time_namespaces(7). */
public final class TimeNamespace implements TimeMechanism {

  @Override
  public Program offsets(TimeConfig config) {
    String descriptor = "time.offsets." + Integer.toHexString(config.hashCode());
    return Program.of(
            Tasks.unshare(NAMESPACE)
                .because("a namespace that nobody is in yet: only such a one has offsets to set"),
            Descriptors.openToWrite("/proc/self/timens_offsets")
                .named(descriptor)
                .because("it is about the namespace of children to come"),
            Descriptors.write(descriptor, config.text())
                .because("from the machine's clocks, not from those of this process"),
            Descriptors.close(descriptor).because("the command has no use for it"))
        .inChapter("time");
  }

  @Override
  public Program enter() {
    String descriptor = "time.for-children";
    return Program.of(
            Descriptors.openToRead("/proc/self/ns/time_for_children")
                .named(descriptor)
                .because("the namespace that this process made, and is not in"),
            Tasks.enter(descriptor, NAMESPACE)
                .because("exec would do it too, but not in every kernel that has these namespaces"),
            Descriptors.close(descriptor).because("the command has no use for it"))
        .inChapter("time");
  }
}
