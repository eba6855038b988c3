package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody at a terminal of {@link #COLUMNS} columns, in which the lab command runs. */
final class Lecturer implements AutoCloseable {
  static final int COLUMNS = 90;

  private static final int PATIENCE_MILLIS = 30_000;

  private final Process script;
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final String terminal;
  private final long pid;
  private int looked;
  private String seen = "";

  private Lecturer(Process script) {
    this.script = script;
    Thread reader = new Thread(this::read, "screen");
    reader.setDaemon(true);
    reader.start();
    String first = sees("GO\r\n").seen();
    this.terminal = first.replaceAll("(?s).*TTY ([^\r]*).*", "$1");
    this.pid = Long.parseLong(first.replaceAll("(?s).*PID ([0-9]*).*", "$1"));
  }

  static Lecturer starts(Path state, String... args) throws IOException {
    // the terminal is as it was if, after all, stty says the same
    String commands =
        "stty rows 30 cols "
            + COLUMNS
            + "; before=$(stty -g); sh -c 'echo PID $$; echo TTY $(tty); echo GO; exec \"$@\"' sh "
            + Command.words(Command.lab(args))
            + "; code=$?; [ \"$before\" = \"$(stty -g)\" ] && echo RESTORED; echo CODE $code END";
    // whoever runs the tests in the background has them ignore SIGINT
    return new Lecturer(
        Command.start(
            state, List.of("env", "--default-signal=INT", "script", "-qc", commands, "/dev/null")));
  }

  private void read() {
    try (InputStream output = script.getInputStream()) {
      byte[] bytes = new byte[4096];
      for (int count = output.read(bytes); count > 0; count = output.read(bytes)) {
        synchronized (screen) {
          screen.write(bytes, 0, count);
          screen.notifyAll();
        }
      }
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("closed"), e::toString);
    }
  }

  /** Waits until a text appears, after what was waited for before. */
  Lecturer sees(String text) {
    assertTrue(seesWithin(PATIENCE_MILLIS, text), () -> "no \"" + text + "\" in " + rest());
    return this;
  }

  boolean seesWithin(int millis, String text) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (screen) {
      String rest = rest();
      while (!rest.contains(text)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        await(left);
        rest = rest();
      }
      seen = rest.substring(0, rest.indexOf(text));
      looked += (seen + text).getBytes(StandardCharsets.UTF_8).length;
      return true;
    }
  }

  private void await(long millis) {
    try {
      screen.wait(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String rest() {
    synchronized (screen) {
      byte[] all = screen.toByteArray();
      return new String(all, looked, all.length - looked, StandardCharsets.UTF_8);
    }
  }

  /** What was on the screen before the text that was waited for. */
  String seen() {
    return seen;
  }

  Lecturer press(String keys) throws Exception {
    Thread.sleep(100); // keys that come before they are waited for are forgotten
    script.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
    script.getOutputStream().flush();
    return this;
  }

  Lecturer signal(String name) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor());
    return this;
  }

  boolean takesSingleKeys() throws Exception {
    Process stty = new ProcessBuilder("stty", "-F", terminal, "-a").start();
    String settings = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(settings.contains("icanon"), settings);
    return settings.contains("-icanon");
  }

  void awaitsSingleKeys() throws Exception {
    for (int i = 0; i < 100 && !takesSingleKeys(); i++) {
      Thread.sleep(50);
    }
    assertTrue(takesSingleKeys());
  }

  void isStopped() throws Exception {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    for (int i = 0; i < 100 && !Files.readString(status).contains("State:\tT"); i++) {
      Thread.sleep(50);
    }
    assertTrue(Files.readString(status).contains("State:\tT"));
  }

  /** The command is over, and the terminal is as it was before. */
  void ends(int code) {
    sees("RESTORED").sees("CODE " + code + " END");
  }

  @Override
  public void close() throws IOException {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    script.getOutputStream().close();
    script.destroy();
    script.onExit().join();
  }
}
