package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of an image: the table of steps first, then everything that the steps point to. */
final class DataSegment {

  // tag::layout[]
  /** Where the fields of a step stand in its entry of the table, in bytes. */
  static final class Layout {
    static final int NUMBER = 0;
    static final int ARGS = 8;
    static final int PLACES = 56;
    static final int BRANCHES = 64;
    static final int AT_LEAST = 72;
    static final int NEXT = 80;
    static final int TEXT = 88;
    static final int SIZE = 104;

    private Layout() {}
  }

  // end::layout[]

  private final long address;
  private final Arch arch;
  private final List<Step> steps;
  private final Map<String, Integer> indexOf = new HashMap<>();
  private final Map<String, Long> strings = new HashMap<>();
  private final Map<String, Long> sharedMemory = new HashMap<>();
  private final Map<String, List<Long>> placesOf = new LinkedHashMap<>();
  private ByteBuffer data;

  /**
   * Lays out all of {@code steps}.
   *
   * @param address where the segment will be in memory
   * @param withTexts whether each step carries its own text
   */
  DataSegment(List<Step> steps, Arch arch, long address, boolean withTexts) {
    this.steps = steps;
    this.arch = arch;
    this.address = address;
    this.data = littleEndian(Integer.highestOneBit(steps.size() * Layout.SIZE) * 4);
    for (int i = 0; i < steps.size(); i++) {
      indexOf.put(steps.get(i).name(), i);
    }
    data.position(steps.size() * Layout.SIZE);
    writeSteps(withTexts);
    placesOf.forEach(this::writePlaces);
  }

  /** The address of the step at {@code index}; one past the last is where the table ends. */
  long stepAddress(int index) {
    return address + (long) index * Layout.SIZE;
  }

  /** The address of an argument of the step named {@code step}, if there is such a step. */
  long argumentAddress(String step, int index) {
    return stepAddress(indexOf.get(step)) + Layout.ARGS + 8L * index;
  }

  boolean hasStep(String name) {
    return indexOf.containsKey(name);
  }

  /** Adds bytes at the next multiple of eight and returns their address. */
  long append(byte[] bytes) {
    int start = (data.position() + 7) & -8;
    if (start + bytes.length > data.capacity()) {
      ByteBuffer larger = littleEndian(2 * (start + bytes.length));
      larger.put(data.array(), 0, data.position());
      data = larger;
    }
    data.position(start);
    data.put(bytes);
    return address + start;
  }

  /** The address of memory that a step may share with others by its name. */
  long memory(Arg.Bytes bytes) {
    Long known = bytes.name().isEmpty() ? null : sharedMemory.get(bytes.name());
    long start = known == null ? append(contentOf(bytes)) : known;
    if (!bytes.name().isEmpty()) {
      sharedMemory.put(bytes.name(), start);
    }
    for (Arg.Hole hole : bytes.holes()) {
      addPlace(hole.result(), start + hole.offset(), hole.width());
    }
    return start;
  }

  private static byte[] contentOf(Arg.Bytes bytes) {
    byte[] content = new byte[bytes.content().remaining()];
    bytes.content().get(content);
    return content;
  }

  int size() {
    return data.position();
  }

  byte[] array() {
    return data.array();
  }

  private void writeSteps(boolean withTexts) {
    long none = append(new byte[8]);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      int entry = i * Layout.SIZE;
      putLong(entry + Layout.NUMBER, step.call().number(arch));
      for (int n = 0; n < step.args().size(); n++) {
        int slot = entry + Layout.ARGS + 8 * n;
        putLong(slot, encode(step.args().get(n), address + slot));
      }
      putLong(entry + Layout.PLACES, none);
      putLong(entry + Layout.BRANCHES, step.branches().isEmpty() ? none : branches(step, i));
      putLong(entry + Layout.AT_LEAST, step.atLeast());
      putLong(entry + Layout.NEXT, target(step.next(), i));
      if (withTexts) {
        byte[] text = step.toString().getBytes(StandardCharsets.UTF_8);
        putLong(entry + Layout.TEXT, append(text));
        putLong(entry + Layout.TEXT + 8, text.length);
      }
    }
  }

  /** The number that stands for an argument; {@code slot} is the address that it will stand at. */
  private long encode(Arg arg, long slot) {
    if (arg instanceof Arg.Value value) {
      return value.value();
    } else if (arg instanceof Arg.Text text) {
      return string(text.value());
    } else if (arg instanceof Arg.Texts texts) {
      return stringArray(texts.values());
    } else if (arg instanceof Arg.Bytes bytes) {
      return memory(bytes);
    } else if (arg instanceof Arg.Words structure) {
      return words(structure.words());
    } else if (arg instanceof Arg.Slot other) {
      return argumentAddress(other.step(), other.index()) + other.offset();
    } else if (arg instanceof Arg.Result result) {
      addPlace(result.step(), slot, Arg.Width.LONG);
      return 0;
    }
    throw new AssertionError(arg);
  }

  private long words(List<Arg> words) {
    long start = append(new byte[8 * words.size()]);
    for (int i = 0; i < words.size(); i++) {
      long slot = start + 8L * i;
      long value = encode(words.get(i), slot);
      putLong((int) (slot - address), value);
    }
    return start;
  }

  private long string(String value) {
    Long known = strings.get(value);
    if (known == null) {
      known = append((value + "\0").getBytes(StandardCharsets.UTF_8));
      strings.put(value, known);
    }
    return known;
  }

  private long stringArray(List<String> values) {
    ByteBuffer pointers = littleEndian(8 * (values.size() + 1));
    values.forEach(value -> pointers.putLong(string(value)));
    return append(pointers.array());
  }

  private long branches(Step step, int index) {
    ByteBuffer list = littleEndian(16 * step.branches().size() + 8);
    for (Step.Branch branch : step.branches()) {
      list.putLong(target(branch.target(), index)).putLong(branch.result());
    }
    return append(list.array());
  }

  private long target(String name, int from) {
    return stepAddress(name.equals(Step.FOLLOWING) ? from + 1 : indexOf.get(name));
  }

  private void addPlace(String step, long place, Arg.Width width) {
    long marked = width == Arg.Width.LONG ? place | 1 : place;
    placesOf.computeIfAbsent(step, name -> new ArrayList<>()).add(marked);
  }

  private void writePlaces(String step, List<Long> addresses) {
    ByteBuffer list = littleEndian(8 * (addresses.size() + 1));
    addresses.forEach(list::putLong);
    putLong(indexOf.get(step) * Layout.SIZE + Layout.PLACES, append(list.array()));
  }

  private void putLong(int position, long value) {
    data.putLong(position, value);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
