package dev.minidocker.linux.proc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * One mount, as a line of {@code /proc/PID/mountinfo} describes it; proc_pid_mountinfo(5).
 *
 * @param id unique among the mounts that exist now
 * @param parent the id of the mount that this one is mounted on
 * @param device {@code major:minor}, which files in it have as {@code st_dev}
 * @param root which directory of the file system is seen at the mount point
 * @param mountPoint where, relative to the process's root; ends in {@code //deleted} if the
 *     directory is gone
 * @param options of this mount alone: ro, nosuid, …
 * @param shared the peer group that it passes events to and from
 * @param master the peer group that it receives events from
 * @param propagateFrom the nearest dominant peer group below the process's root
 * @param unbindable whether it refuses to be bind-mounted
 * @param type of the file system
 * @param source what the file system was mounted from
 * @param superOptions options of the file system, which all its mounts share
 */
public record MountInfo(
    int id,
    int parent,
    String device,
    String root,
    String mountPoint,
    List<String> options,
    OptionalInt shared,
    OptionalInt master,
    OptionalInt propagateFrom,
    boolean unbindable,
    String type,
    String source,
    List<String> superOptions) {

  private static final int FIRST_OPTIONAL_FIELD = 6;

  public MountInfo {
    options = List.copyOf(options);
    superOptions = List.copyOf(superOptions);
  }

  /** All lines of a mountinfo file. Only a newline ends a line: names may have other ends in it. */
  public static List<MountInfo> parseAll(String file) {
    return Arrays.stream(file.split("\n")).filter(l -> !l.isEmpty()).map(MountInfo::parse).toList();
  }

  /**
   * One line, without its newline.
   *
   * @throws IllegalArgumentException if it is none of a mountinfo file
   */
  public static MountInfo parse(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    int separator = fields.indexOf("-");
    if (separator < FIRST_OPTIONAL_FIELD || fields.size() != separator + 4) {
      throw new IllegalArgumentException("not a line of mountinfo: " + line);
    }
    List<String> tags = fields.subList(FIRST_OPTIONAL_FIELD, separator);
    return new MountInfo(
        Integer.parseInt(fields.get(0)),
        Integer.parseInt(fields.get(1)),
        fields.get(2),
        unescape(fields.get(3)),
        unescape(fields.get(4)),
        optionsIn(fields.get(5)),
        peerGroup(tags, "shared:"),
        peerGroup(tags, "master:"),
        peerGroup(tags, "propagate_from:"),
        tags.contains("unbindable"),
        unescape(fields.get(separator + 1)),
        unescape(fields.get(separator + 2)),
        optionsIn(fields.get(separator + 3)));
  }

  private static OptionalInt peerGroup(List<String> tags, String prefix) {
    return tags.stream()
        .filter(tag -> tag.startsWith(prefix))
        .mapToInt(tag -> Integer.parseInt(tag.substring(prefix.length())))
        .findFirst();
  }

  private static List<String> optionsIn(String field) {
    return Arrays.stream(field.split(",")).map(MountInfo::unescape).toList();
  }

  /** The kernel writes what would end a field or a line as a backslash and three octal digits. */
  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    byte[] escaped = field.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] == '\\' && i + 3 < escaped.length) {
        plain.write(Integer.parseInt(new String(escaped, i + 1, 3, StandardCharsets.US_ASCII), 8));
        i += 3;
      } else {
        plain.write(escaped[i]);
      }
    }
    return plain.toString(StandardCharsets.UTF_8);
  }
}
