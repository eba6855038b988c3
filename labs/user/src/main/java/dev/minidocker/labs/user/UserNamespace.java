package dev.minidocker.labs.user;

import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;

/** The reference implementation; user_namespaces(7), "Defining user and group ID mappings". */
public final class UserNamespace implements UserMechanism {

  @Override
  public Program mapSelf(SingleIdMap map) {
    return write("setgroups", "deny", "without this an ordinary user may not write a gid_map")
        .then(
            write(
                "uid_map",
                map.insideUid() + " " + map.outsideUid() + " 1",
                "user " + map.insideUid() + " inside is user " + map.outsideUid() + " outside"))
        .then(
            write(
                "gid_map",
                map.insideGid() + " " + map.outsideGid() + " 1",
                "group " + map.insideGid() + " inside is group " + map.outsideGid() + " outside"))
        .inChapter("user");
  }

  private static Program write(String file, String text, String why) {
    String descriptor = "user." + file;
    return Program.of(
        Descriptors.openToWrite("/proc/self/" + file)
            .named(descriptor)
            .because("a map can be written once, by the process itself or its parent"),
        Descriptors.write(descriptor, text).because(why),
        Descriptors.close(descriptor).because("it takes effect with the write, not with this"));
  }
}
