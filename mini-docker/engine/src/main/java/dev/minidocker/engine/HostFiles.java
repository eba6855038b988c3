package dev.minidocker.engine;

import dev.minidocker.labs.mnt.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The three files that tell a container its names and whom to ask for others; hosts(5),
 * resolv.conf(5).
 */
final class HostFiles {
  private static final String HOSTS =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private final Path resolvConf;

  /**
   * @param resolvConf the host's own, from which the container's is copied
   */
  HostFiles(Path resolvConf) {
    this.resolvConf = resolvConf;
  }

  /** Writes the files into the container's directory; they are mounted, not part of its changes. */
  List<Attachment> write(ContainerDirectory directory, String hostname) {
    directory.write("hosts", HOSTS);
    directory.write("hostname", hostname + "\n");
    directory.write("resolv.conf", nameServers());
    return attachments(directory.path());
  }

  /** What {@link #write} would return for this directory. */
  static List<Attachment> attachments(Path directory) {
    return List.of(
        file(directory.resolve("hosts"), "/etc/hosts"),
        file(directory.resolve("hostname"), "/etc/hostname"),
        file(directory.resolve("resolv.conf"), "/etc/resolv.conf"));
  }

  private static Attachment file(Path source, String target) {
    return new Attachment.Bind(source, target, false, false);
  }

  /** A host without the file has no name servers, and neither has the container. */
  private String nameServers() {
    try {
      return Files.exists(resolvConf) ? Files.readString(resolvConf) : "";
    } catch (IOException e) {
      throw new StartFailure(
          "cannot read " + resolvConf + ": " + e.getMessage(), StartFailure.OUR_FAULT, e);
    }
  }
}
