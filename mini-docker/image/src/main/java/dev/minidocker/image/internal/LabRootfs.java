package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/** The files of the image {@code lab}: the host's own commands, and no more than they need. */
public final class LabRootfs {
  private static final int NOBODY = 65534;
  private static final int LEARNER = 1000;

  private static final List<String> COMMANDS =
      List.of(
          "sh",
          "bash",
          "[",
          "awk",
          "basename",
          "cat",
          "chgrp",
          "chmod",
          "chown",
          "chroot",
          "clear",
          "cp",
          "cut",
          "date",
          "dd",
          "df",
          "dirname",
          "dmesg",
          "du",
          "echo",
          "env",
          "expr",
          "false",
          "find",
          "free",
          "grep",
          "head",
          "hostname",
          "id",
          "ip",
          "kill",
          "less",
          "ln",
          "ls",
          "mkdir",
          "mkfifo",
          "mknod",
          "mktemp",
          "more",
          "mount",
          "mountpoint",
          "mv",
          "nc",
          "nice",
          "nproc",
          "nsenter",
          "od",
          "pgrep",
          "pidof",
          "ping",
          "pkill",
          "printenv",
          "printf",
          "ps",
          "pwd",
          "readlink",
          "realpath",
          "renice",
          "rm",
          "rmdir",
          "sed",
          "seq",
          "setsid",
          "sleep",
          "sort",
          "stat",
          "stty",
          "sync",
          "tail",
          "tee",
          "test",
          "timeout",
          "top",
          "touch",
          "tr",
          "true",
          "tty",
          "umount",
          "uname",
          "uniq",
          "unshare",
          "uptime",
          "vi",
          "wc",
          "which",
          "whoami",
          "xargs",
          "yes");

  private LabRootfs() {}

  /**
   * An archive.
   *
   * @param changed when the newest file in it was changed
   */
  public record Archive(InputStream tar, Instant changed) {}

  /**
   * Collects the files; starts no process.
   *
   * @param path directories to look for commands, separated by colons
   */
  public static Archive collect(String path) {
    RootfsTree tree = new RootfsTree();
    try {
      addDirectories(tree);
      addAccounts(tree);
      addPlaces(tree);
      HostTools tools = new HostTools(tree, path);
      tools.addBusybox();
      for (String command : COMMANDS) {
        tools.add(command);
      }
      if (!tree.contains("usr/bin/sh")) {
        throw new ImageException(
            "cannot make the image lab: neither busybox nor sh is in PATH (" + path + ")");
      }
      return new Archive(new ByteArrayInputStream(tree.toTar()), tree.newest().toInstant());
    } catch (IOException e) {
      throw new ImageException("cannot make the image lab of the host's tools: " + e, e);
    }
  }

  private static void addDirectories(RootfsTree tree) {
    for (String path : List.of("dev", "etc", "home", "mnt", "proc", "run", "sys", "usr", "var")) {
      tree.directory(path, 0755, 0);
    }
    tree.directory("root", 0700, 0);
    tree.directory("tmp", 01777, 0);
    tree.directory("var/tmp", 01777, 0);
    tree.directory("home/learner", 0755, LEARNER);
  }

  private static void addAccounts(RootfsTree tree) {
    tree.text(
        "etc/passwd",
        "root:x:0:0:root:/root:/bin/sh\n"
            + account("learner", LEARNER, "/home/learner:/bin/sh")
            + account("nobody", NOBODY, "/:/bin/false"));
    tree.text(
        "etc/group",
        "root:x:0:\ntty:x:5:\nlearner:x:" + LEARNER + ":\nnogroup:x:" + NOBODY + ":\n");
  }

  /** For files that a container gets from its engine; with a place for them it changes nothing. */
  private static void addPlaces(RootfsTree tree) {
    for (String name : List.of("hosts", "hostname", "resolv.conf")) {
      tree.text("etc/" + name, "");
    }
  }

  private static String account(String name, int id, String homeAndShell) {
    return name + ":x:" + id + ":" + id + ":" + name + ":" + homeAndShell + "\n";
  }
}
