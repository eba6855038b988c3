package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;

/** The terminal that this JVM was started in; termios(3), ioctl_tty(2). */
public final class HostTerminal {
  private static final int TCGETS = 0x5401;
  private static final int TCSETS = 0x5402;
  private static final int TIOCGWINSZ = 0x5413;
  private static final int TERMIOS_BYTES = 36;

  // IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON
  private static final int INPUT_PROCESSING = 1 | 2 | 8 | 0x20 | 0x40 | 0x80 | 0x100 | 0x400;
  private static final int OPOST = 1;
  private static final int ICANON = 2;
  private static final int ECHO = 8;
  private static final int ECHONL = 0x40;
  // and ISIG, IEXTEN
  private static final int LOCAL_PROCESSING = 1 | ICANON | ECHO | ECHONL | 0x8000;
  private static final int CSIZE_PARENB = 0x30 | 0x100;
  private static final int CS8 = 0x30;
  private static final int LOCAL_FLAGS = 12;
  private static final int CHARACTERS = 17;
  private static final int VTIME = 5;
  private static final int VMIN = 6;

  private final int fd;

  private HostTerminal(int fd) {
    this.fd = fd;
  }

  /** The terminal behind a descriptor, if it is one. */
  public static Optional<HostTerminal> behind(int fd) {
    long result = Kernel.tryCall(Syscall.IOCTL, fd, TCGETS, new byte[TERMIOS_BYTES]);
    return result < 0 ? Optional.empty() : Optional.of(new HostTerminal(fd));
  }

  /**
   * Has every key pressed go through as it is, Ctrl-C too, as cfmakeraw(3) says.
   *
   * @return what puts the terminal back as it was
   */
  public Runnable makeRaw() {
    return change(
        flags -> {
          flags.putInt(0, flags.getInt(0) & ~INPUT_PROCESSING);
          flags.putInt(4, flags.getInt(4) & ~OPOST);
          flags.putInt(8, (flags.getInt(8) & ~CSIZE_PARENB) | CS8);
          flags.putInt(LOCAL_FLAGS, flags.getInt(LOCAL_FLAGS) & ~LOCAL_PROCESSING);
        });
  }

  /**
   * Has what is typed stay unseen; keys still make up lines, and Ctrl-C its signal.
   *
   * @return what puts the terminal back as it was
   */
  public Runnable hideInput() {
    return set(flags -> flags.putInt(LOCAL_FLAGS, flags.getInt(LOCAL_FLAGS) & ~(ECHO | ECHONL)));
  }

  private Runnable change(Consumer<ByteBuffer> flags) {
    return set(
        fields -> {
          flags.accept(fields);
          fields.put(CHARACTERS + VMIN, (byte) 1).put(CHARACTERS + VTIME, (byte) 0);
        });
  }

  private Runnable set(Consumer<ByteBuffer> change) {
    byte[] before = new byte[TERMIOS_BYTES];
    Kernel.call(Syscall.IOCTL, fd, TCGETS, before);
    byte[] after = before.clone();
    change.accept(ByteBuffer.wrap(after).order(ByteOrder.nativeOrder()));
    Kernel.call(Syscall.IOCTL, fd, TCSETS, after);
    return () -> Kernel.call(Syscall.IOCTL, fd, TCSETS, before);
  }

  /**
   * Has every key come at once and unseen. Unlike {@linkplain #makeRaw raw}, Ctrl-C and Ctrl-Z
   * still send their signals, and lines end as usual; this is cbreak mode, termios(3).
   *
   * @return what puts the terminal back as it was
   */
  public Runnable takeKeys() {
    return change(
        flags -> flags.putInt(LOCAL_FLAGS, flags.getInt(LOCAL_FLAGS) & ~(ICANON | ECHO | ECHONL)));
  }

  /** How large the window is. */
  public Size size() {
    byte[] size = new byte[8];
    Kernel.call(Syscall.IOCTL, fd, TIOCGWINSZ, size);
    ByteBuffer fields = ByteBuffer.wrap(size).order(ByteOrder.nativeOrder());
    return new Size(fields.getShort(0), fields.getShort(2));
  }

  /** In characters. */
  public record Size(int rows, int columns) {}
}
