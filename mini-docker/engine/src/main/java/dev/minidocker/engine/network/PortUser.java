package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.nftables.Protocol;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which process has a port of this host; proc_pid_net(5), proc_pid_fd(5). */
final class PortUser {
  private static final Path PROC = Path.of("/proc");
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENING = "0A"; // TCP_LISTEN of include/net/tcp_states.h

  private PortUser() {}

  /** {@code process 17 (nginx)}, as far as this user may know. */
  static Optional<String> find(int port, Protocol protocol) {
    Set<String> sockets = new HashSet<>();
    for (String version : List.of("", "6")) {
      collect(PROC.resolve("net").resolve(protocol + version), port, protocol, sockets);
    }
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        if (hasOne(process, sockets)) {
          if (process.endsWith("" + ProcessHandle.current().pid())) {
            return Optional.of("this container, which asks for it twice");
          }
          return Optional.of("process " + process.getFileName() + " (" + name(process) + ")");
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // without /proc nobody can tell
    }
    return Optional.empty();
  }

  private static void collect(Path table, int port, Protocol protocol, Set<String> sockets) {
    try {
      for (String line : Files.readAllLines(table)) {
        String[] fields = line.strip().split("\\s+", -1);
        boolean here =
            fields.length > INODE
                && fields[LOCAL_ADDRESS].endsWith(String.format(":%04X", port))
                && (protocol == Protocol.UDP || fields[STATE].equals(LISTENING));
        if (here) {
          sockets.add("socket:[" + fields[INODE] + "]");
        }
      }
    } catch (IOException e) {
      // a kernel without IPv6 has no such table
    }
  }

  private static boolean hasOne(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (sockets.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // it has ended, or is another user's
    }
    return false;
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return "just gone";
    }
  }
}
