package dev.minidocker.cli;

import dev.minidocker.linux.Launcher;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process that executes command lines of mini-docker, one after the other, as long as somebody
 * asks at its standard input, and ends with that. It saves the starts of a JVM.
 *
 * <p>What it shows of a command is what that prints, and its exit code. It does not show what
 * becomes of a process: signals, a standard output that is closed, what is only given back when the
 * JVM ends. Its commands run no container, since that would have this process's standard streams.
 *
 * <p>Its commands share what a JVM keeps. Of mini-docker that is nothing that counts: {@link State}
 * is told the storage driver by each command anew. Of Java it is names of hosts, for seconds.
 */
final class CommandServer {
  private CommandServer() {}

  /** Requests come by standard input, and answers go by standard output. */
  public static void main(String[] args) throws IOException {
    Launcher.useThisThread();
    DataInputStream requests = new DataInputStream(System.in);
    DataOutputStream answers = new DataOutputStream(System.out);
    while (true) {
      int words;
      try {
        words = requests.readInt();
      } catch (EOFException e) {
        Runtime.getRuntime().halt(0); // as mini-docker ends
        return;
      }
      String[] command = new String[words];
      for (int i = 0; i < words; i++) {
        command[i] = requests.readUTF();
      }
      byte[] input = requests.readNBytes(requests.readInt());
      write(CapturedCommand.execute(input, command), answers);
    }
  }

  private static void write(Outcome outcome, DataOutputStream answers) throws IOException {
    answers.writeInt(outcome.code());
    for (String text : List.of(outcome.out(), outcome.err())) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      answers.writeInt(bytes.length);
      answers.write(bytes);
    }
    answers.flush();
  }
}
