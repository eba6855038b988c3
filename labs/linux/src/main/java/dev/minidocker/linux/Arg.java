package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * One argument of a system call, known in full before the call is made, or named as the result of
 * an earlier one.
 */
public sealed interface Arg {

  /** A null pointer, or the number zero where a pointer is expected. */
  Arg NULL = new Value(0, "NULL");

  /** How strace(1) shows this argument. */
  @Override
  String toString();

  /** A number, with the text that a reader should see in its place. */
  record Value(long value, String text) implements Arg {
    public Value {
      Objects.requireNonNull(text);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A string, which the kernel receives as the address of its NUL-terminated UTF-8 bytes. */
  record Text(String value) implements Arg {
    public Text {
      if (value.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a NUL inside the string " + Strace.quote(value));
      }
    }

    @Override
    public String toString() {
      return Strace.quote(value);
    }
  }

  /** Strings behind a NULL-terminated array of pointers, as execve(2) wants them. */
  record Texts(List<String> values) implements Arg {
    public Texts {
      values = values.stream().map(value -> new Text(value).value()).toList();
    }

    @Override
    public String toString() {
      return values.stream().map(Strace::quote).toList().toString();
    }
  }

  /**
   * Memory that the kernel reads or fills: its address is passed. Two arguments with the same name
   * are the same memory.
   *
   * @param name what the memory is called, or "" for memory of this argument alone
   * @param content its bytes when the program starts
   * @param holes where results of earlier steps are put into it
   * @param text how it is shown
   */
  record Bytes(String name, ByteBuffer content, List<Hole> holes, String text) implements Arg {
    public Bytes {
      content = content.asReadOnlyBuffer();
      holes = List.copyOf(holes);
      for (Hole hole : holes) {
        if (hole.offset() + hole.width().bytes() > content.remaining()) {
          throw new IllegalArgumentException(hole + " ends behind its memory, " + text);
        }
      }
    }

    /** Memory of this argument alone, without holes. */
    public Bytes(byte[] content, String text) {
      this("", ByteBuffer.wrap(content.clone()), List.of(), text);
    }

    /** A view of the bytes with a position of its own. */
    @Override
    public ByteBuffer content() {
      return content.duplicate();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A structure whose fields are 64 bits each: numbers, results, or the addresses of other
   * arguments.
   *
   * @param text how it is shown
   */
  record Words(List<Arg> words, String text) implements Arg {
    public Words {
      words = List.copyOf(words);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A place inside {@link Bytes} that receives the low 32 or all 64 bits of a step's result. */
  record Hole(int offset, String result, Width width) {
    public Hole {
      if (offset < 0 || offset % 2 != 0) { // bit 0 of the address says which width
        throw new IllegalArgumentException("a hole at " + offset + "; it must be even");
      }
    }
  }

  /** How much of a result is stored. */
  enum Width {
    INT(4),
    LONG(8);

    private final int bytes;

    Width(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  /** The result of the earlier step of this name: a descriptor, a process id. */
  record Result(String step) implements Arg {
    @Override
    public String toString() {
      return "<" + step + ">";
    }
  }

  /**
   * The address of another step's argument, so that what the kernel writes there becomes that
   * argument.
   *
   * @param step the step whose argument is meant
   * @param index which one, from 0
   * @param offset bytes to add; negative to let the kernel's value land shifted
   */
  record Slot(String step, int index, int offset) implements Arg {
    @Override
    public String toString() {
      return "<" + step + "." + index + ">";
    }
  }

  static Arg of(long value) {
    return new Value(value, Long.toString(value));
  }

  static Arg of(String value) {
    return value == null ? NULL : new Text(value);
  }

  /** A number that people read in base eight: permissions and file types. */
  static Arg octal(long value) {
    return new Value(value, Strace.octal(value));
  }

  /** A constant of a header, shown by its name. */
  static Arg constant(String name, long value) {
    return new Value(value, name);
  }

  static Arg result(String step) {
    return new Result(step);
  }
}
