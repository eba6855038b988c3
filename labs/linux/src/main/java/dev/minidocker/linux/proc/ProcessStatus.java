package dev.minidocker.linux.proc;

import dev.minidocker.linux.Capability;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code /proc/PID/status} says about a process; proc_pid_status(5).
 *
 * @param name its command name, at most 15 bytes, escaped as the kernel writes it
 * @param state one letter: R running, S sleeping, D waiting for a device, T stopped, Z zombie
 * @param pid as the reader's process-id namespace numbers it
 * @param parent the parent's pid; 0 if the parent is not in the reader's namespace
 * @param threads how many it has
 * @param namespacePids its pid in each nested process-id namespace, the outermost first
 * @param users its user ids
 * @param groups its group ids
 * @param supplementaryGroups the further groups that it is in
 * @param capabilities its capability sets
 * @param signals its signal sets
 * @param noNewPrivs whether exec can no longer give it privileges
 * @param seccomp 0 no filter, 1 strict, 2 filtered
 */
public record ProcessStatus(
    String name,
    char state,
    long pid,
    long parent,
    int threads,
    List<Long> namespacePids,
    Ids users,
    Ids groups,
    List<Long> supplementaryGroups,
    Capabilities capabilities,
    Signals signals,
    boolean noNewPrivs,
    int seccomp) {

  /** The four ids of a process; credentials(7). */
  public record Ids(long real, long effective, long saved, long fileSystem) {}

  /** Sets of capabilities: bit n is the capability of number n; capabilities(7). */
  public record Capabilities(
      long inheritable, long permitted, long effective, long bounding, long ambient) {

    /** Whether it may do now what this capability allows, in its own user namespace. */
    public boolean may(Capability capability) {
      return (effective & capability.bit()) != 0;
    }
  }

  /** Sets of signals: bit n is signal n + 1; signal(7). */
  public record Signals(long blocked, long ignored, long caught) {}

  /** The text of a status file; lines that an older kernel does not write count as 0 or empty. */
  public static ProcessStatus parse(String file) {
    Fields fields = new Fields(file);
    return new ProcessStatus(
        fields.text("Name"),
        fields.text("State").charAt(0),
        fields.number("Pid"),
        fields.number("PPid"),
        (int) fields.number("Threads"),
        fields.numbers("NSpid"),
        fields.ids("Uid"),
        fields.ids("Gid"),
        fields.numbers("Groups"),
        new Capabilities(
            fields.set("CapInh"),
            fields.set("CapPrm"),
            fields.set("CapEff"),
            fields.set("CapBnd"),
            fields.set("CapAmb")),
        new Signals(fields.set("SigBlk"), fields.set("SigIgn"), fields.set("SigCgt")),
        fields.number("NoNewPrivs") == 1,
        (int) fields.number("Seccomp"));
  }

  /** Lines of the form {@code Key:<tab>value}. */
  private static final class Fields {
    private final Map<String, String> values = new HashMap<>();

    Fields(String file) {
      for (String line : file.split("\n", -1)) {
        int colon = line.indexOf(":\t");
        if (colon > 0) {
          values.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      if (!values.containsKey("State") || !values.containsKey("Pid")) {
        throw new IllegalArgumentException("not a status file of a process: " + file);
      }
    }

    String text(String key) {
      return values.getOrDefault(key, "");
    }

    long number(String key) {
      String text = text(key).trim();
      return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    long set(String key) {
      String text = text(key).trim();
      return text.isEmpty() ? 0 : Long.parseUnsignedLong(text, 16);
    }

    List<Long> numbers(String key) {
      return Arrays.stream(text(key).split("\\s+"))
          .filter(word -> !word.isEmpty())
          .map(Long::valueOf)
          .toList();
    }

    Ids ids(String key) {
      List<Long> four = numbers(key);
      if (four.size() != 4) {
        throw new IllegalArgumentException("not four ids: " + key + ": " + text(key));
      }
      return new Ids(four.get(0), four.get(1), four.get(2), four.get(3));
    }
  }
}
