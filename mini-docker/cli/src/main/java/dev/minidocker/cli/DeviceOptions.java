package dev.minidocker.cli;

import dev.minidocker.engine.StartFailure;
import dev.minidocker.labs.cgroups.limits.DeviceAccess;
import dev.minidocker.labs.cgroups.limits.DeviceRule;
import dev.minidocker.labs.cgroups.limits.DeviceRule.Access;
import dev.minidocker.labs.cgroups.limits.DeviceRule.Kind;
import dev.minidocker.labs.cgroups.limits.IoRate;
import dev.minidocker.labs.mnt.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Devices that a container may use, and how fast. */
final class DeviceOptions {
  private static final int S_IFMT = 0170000;
  private static final int S_IFBLK = 0060000;
  private static final int S_IFCHR = 0020000;

  /** {@code HOST[:CONTAINER][:rwm]}. */
  private record Device(Path host, String target, Set<Access> access) {}

  /** The number of a device file; {@code include/linux/kdev_t.h}, as stat(2) gives it. */
  private record Node(Kind kind, int major, int minor) {}

  private DeviceOptions() {}

  /** Access to these devices and the usual ones; none if no device is named. */
  static Optional<DeviceAccess> access(List<String> options) {
    List<DeviceRule> rules = new ArrayList<>();
    for (String option : options) {
      Device device = device(option);
      Node node = node("--device", option, device.host());
      rules.add(new DeviceRule(node.kind(), node.major(), node.minor(), device.access()));
    }
    return rules.isEmpty() ? Optional.empty() : Optional.of(DeviceAccess.usualAnd(rules));
  }

  /** Where these devices appear in the container. */
  static List<Attachment> attachments(List<String> options) {
    List<Attachment> attachments = new ArrayList<>();
    for (String option : options) {
      Device device = device(option);
      attachments.add(new Attachment.Bind(device.host(), device.target(), false, false));
    }
    return attachments;
  }

  private static Device device(String option) {
    List<String> parts = new ArrayList<>(List.of(option.split(":", -1)));
    String letters = "rwm";
    if (parts.size() > 1 && parts.get(parts.size() - 1).matches("[rwm]{1,3}")) {
      letters = parts.remove(parts.size() - 1);
    }
    String target = parts.get(parts.size() - 1);
    if (parts.size() > 2 || !parts.get(0).startsWith("/") || !target.startsWith("/")) {
      throw ResourceOptions.wrong(
          "--device",
          option,
          "write the device's path, and if need be :PATH in the container and :rwm");
    }
    Set<Access> access = EnumSet.noneOf(Access.class);
    for (Access one : Access.values()) {
      if (letters.indexOf(one.letter()) >= 0) {
        access.add(one);
      }
    }
    return new Device(Path.of(parts.get(0)), target, access);
  }

  /** {@code DEVICE:AMOUNT}; docker's units are powers of 1024 here too. */
  static IoRate rate(String option, String text, IoRate.Counted what) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.startsWith("/")) {
      throw ResourceOptions.wrong(option, text, "write the device's path, a colon, and the rate");
    }
    String amount = text.substring(colon + 1);
    boolean bytes = what == IoRate.Counted.BYTES_READ || what == IoRate.Counted.BYTES_WRITTEN;
    long rate =
        bytes ? Amounts.size(option, amount) : Amounts.number(option, amount, 1, Integer.MAX_VALUE);
    Node node = node(option, text, Path.of(text.substring(0, colon)));
    if (node.kind() != Kind.BLOCK || rate == 0) {
      throw ResourceOptions.wrong(
          option, text, "a block device, such as a disk, and a rate above 0 are needed");
    }
    return new IoRate(what, node.major(), node.minor(), rate);
  }

  private static Node node(String option, String text, Path path) {
    try {
      int type = (int) Files.getAttribute(path, "unix:mode") & S_IFMT;
      if (type != S_IFBLK && type != S_IFCHR) {
        throw ResourceOptions.wrong(option, text, path + " is not a device");
      }
      long number = (long) Files.getAttribute(path, "unix:rdev");
      return new Node(
          type == S_IFBLK ? Kind.BLOCK : Kind.CHARACTER,
          (int) (((number >>> 8) & 0xfff) | ((number >>> 32) & 0xfffff000L)),
          (int) ((number & 0xff) | ((number >>> 12) & 0xffffff00L)));
    } catch (IOException e) {
      throw new StartFailure(
          option + " " + text + ": " + path + ": " + FileReason.of(e), StartFailure.OUR_FAULT, e);
    }
  }
}
