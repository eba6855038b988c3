package dev.minidocker.linux.proc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MountInfoProperties {

  @Property
  void parsingWhatTheKernelWouldWriteReturnsTheMounts(@ForAll("mounts") List<MountInfo> mounts) {
    String file = mounts.stream().map(MountInfoProperties::line).collect(Collectors.joining());
    assertEquals(mounts, MountInfo.parseAll(file));
  }

  @Property
  void whatIsNotALineIsRefused(@ForAll("words") List<String> words) {
    String line = String.join(" ", words);
    assertThrows(IllegalArgumentException.class, () -> MountInfo.parse(line));
  }

  /** The file systems overlay and btrfs write commas and equals signs into their options. */
  @Example
  void aLineFromTheManualIsParsed() {
    MountInfo mount =
        MountInfo.parse(
            "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue");
    assertEquals("/mnt1", mount.root());
    assertEquals("/mnt2", mount.mountPoint());
    assertEquals(OptionalInt.of(1), mount.master());
    assertEquals(OptionalInt.empty(), mount.shared());
    assertEquals(List.of("rw", "errors=continue"), mount.superOptions());
  }

  /** A line as {@code show_mountinfo} in the kernel's fs/proc_namespace.c writes it. */
  private static String line(MountInfo mount) {
    return mount.id()
        + " "
        + mount.parent()
        + " "
        + mount.device()
        + " "
        + mangle(mount.root(), " \t\n\\")
        + " "
        + mangle(mount.mountPoint(), " \t\n\\")
        + " "
        + String.join(",", mount.options())
        + tag(" shared:", mount.shared())
        + tag(" master:", mount.master())
        + tag(" propagate_from:", mount.propagateFrom())
        + (mount.unbindable() ? " unbindable" : "")
        + " - "
        + mount.type()
        + " "
        + mangle(mount.source(), " \t\n\\#")
        + " "
        + mount.superOptions().stream()
            .map(option -> mangle(option, ", \t\n\\"))
            .collect(Collectors.joining(","))
        + "\n";
  }

  private static String tag(String name, OptionalInt group) {
    return group.isPresent() ? name + group.getAsInt() : "";
  }

  private static String mangle(String name, String escaped) {
    StringBuilder mangled = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (escaped.indexOf(c) >= 0) {
                for (byte b : Character.toString(c).getBytes(UTF_8)) {
                  mangled.append(String.format("\\%03o", b & 0xff));
                }
              } else {
                mangled.appendCodePoint(c);
              }
            });
    return mangled.toString();
  }

  @Provide
  Arbitrary<List<MountInfo>> mounts() {
    Arbitrary<Integer> ids = Arbitraries.integers().between(1, 1 << 30);
    Arbitrary<OptionalInt> groups =
        ids.optional().map(id -> id.map(OptionalInt::of).orElse(OptionalInt.empty()));
    Arbitrary<List<String>> options = options();
    return Combinators.combine(
            Combinators.combine(ids, ids, names(), names()).as(List::<Object>of),
            groups,
            groups,
            groups,
            Arbitraries.of(true, false),
            names(),
            options,
            options)
        .as(
            (first, shared, master, from, unbindable, source, superOptions, own) ->
                new MountInfo(
                    (int) first.get(0),
                    (int) first.get(1),
                    "0:" + first.get(0),
                    "/" + first.get(2),
                    "/" + first.get(3),
                    own.stream().map(o -> "o" + o.length()).toList(),
                    shared,
                    master,
                    from,
                    unbindable,
                    "tmpfs",
                    source,
                    superOptions))
        .list()
        .ofMaxSize(5);
  }

  private Arbitrary<String> names() {
    return Arbitraries.of(
            " ",
            "\t",
            "\n",
            "\r",
            "\\",
            "\\040",
            "\u000b",
            "\u0085",
            "\u2028",
            "#",
            ",",
            "-",
            "0",
            "7",
            "//deleted",
            "ä",
            "ß",
            "𝄞",
            "shared:1")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private Arbitrary<List<String>> options() {
    return names().map(name -> "key=" + name).list().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings().alpha().ofMaxLength(4).list().ofMaxSize(12);
  }
}
