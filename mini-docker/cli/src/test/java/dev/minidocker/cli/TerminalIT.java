package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal, played by script(1). */
class TerminalIT {
  private final int rows = 20 + new Random().nextInt(50);
  private final int columns = 60 + new Random().nextInt(100);

  @TempDir Path folder;
  private Path miniDocker;

  @BeforeEach
  void prepare() throws Exception {
    Requirements.program("script");
    Requirements.program("stty");
    Requirements.containers();
    miniDocker = CommandLines.script(folder);
  }

  @Test
  void theContainersTerminalIsAsLargeAsOurs() throws Exception {
    String size = "stty rows " + rows + " cols " + columns + "; ";
    String seen =
        atTerminal(size + miniDocker + " run --rm -it lab sh -c 'sleep 0.2; stty size; tty'");
    assertTrue(seen.contains(rows + " " + columns + "\r\n/dev/pts/0\r\n"), seen);
  }

  @Test
  void itFollowsOurWindow() throws Exception {
    String wait =
        "until [ \"$(stty size)\" = \"" + rows + " " + columns + "\" ]; do sleep 0.1; done";
    String later =
        // the name is asked for first: a shell gives what runs in the background no terminal
        "tty=$(tty); (sleep 2; stty rows " + rows + " cols " + columns + ") <\"$tty\" & ";
    String seen =
        atTerminal(
            later + miniDocker + " run --rm -it lab timeout 20 sh -c '" + wait + "; echo resized'");
    assertTrue(seen.contains("resized\r\n"), seen);
  }

  @Test
  void ourTerminalIsPutBackAsItWas() throws Exception {
    String seen =
        atTerminal(
            "before=$(stty -g); "
                + miniDocker
                + " run --rm -it lab sh -c 'stty raw -echo; exit 3'; echo code $?; "
                + miniDocker
                + " run --rm -it lab md-none; echo code $?; [ \"$before\" = \"$(stty -g)\" ] && echo restored");
    assertTrue(
        seen.contains("code 3") && seen.contains("code 127") && seen.contains("restored"), seen);
  }

  @Test
  void keysReachTheContainer() throws Exception {
    // a shell is interrupted by Ctrl-C, says so, and ends by Ctrl-D
    Process process = start(miniDocker + " run --rm -it -e PS1=READY lab sh; echo code $?");
    CompletableFuture<String> err = CommandLines.read(process.getErrorStream());
    StringBuilder seen = new StringBuilder();
    try (OutputStream keys = process.getOutputStream()) {
      await(process, seen, "READY");
      type(keys, "sleep 100\n");
      await(process, seen, "sleep 100");
      Thread.sleep(500);
      type(keys, "\003");
      await(process, seen, "READY");
      type(keys, "echo $? is 130\n");
      await(process, seen, "130 is 130");
      await(process, seen, "READY");
      type(keys, "\004");
      await(process, seen, "code 0");
    }
    process.waitFor();
    assertEquals("", err.get());
  }

  @Test
  void theLastBytesAreNotLost() throws Exception {
    String seen = atTerminal(miniDocker + " run --rm -t lab sh -c 'seq 1 20000'");
    // without -i our terminal goes on making \r\n of \n, as with docker
    assertTrue(
        seen.replaceAll("\r+", "").contains("\n19999\n20000\n"),
        () -> seen.substring(Math.max(0, seen.length() - 200)));
  }

  private Process start(String commands) throws Exception {
    return new ProcessBuilder("script", "-qec", commands, "/dev/null").start();
  }

  private String atTerminal(String commands) throws Exception {
    Process process = start(commands);
    CompletableFuture<String> out = CommandLines.read(process.getInputStream());
    return CommandLines.awaitEnd(process, out, CommandLines.read(process.getErrorStream())).out();
  }

  private static void type(OutputStream keys, String text) throws Exception {
    keys.write(text.getBytes(StandardCharsets.US_ASCII));
    keys.flush();
  }

  /** Reads until the text comes, after what was waited for before. */
  private static void await(Process process, StringBuilder seen, String text) throws Exception {
    seen.setLength(0);
    for (int c = process.getInputStream().read(); c >= 0; c = process.getInputStream().read()) {
      seen.append((char) c);
      if (seen.indexOf(text) >= 0) {
        return;
      }
    }
    throw new AssertionError("ended before \"" + text + "\": " + seen);
  }
}
