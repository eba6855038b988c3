package dev.minidocker.engine;

import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.labs.mnt.Attachment;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks of a container, in docker's terms; what is not asked is empty.
 *
 * @param image a name, a name with a tag, or an image id
 * @param command replaces the image's command
 * @param entrypoint replaces the image's entry point; the empty string removes it
 * @param name by which the container is known; chosen if empty
 * @param hostname the container's id if empty
 * @param environment NAME=value each, over the image's
 * @param workingDirectory the image's if empty
 * @param user {@code name|uid[:group|gid]}; the image's if empty
 * @param interactive whether standard input is passed on
 * @param terminal whether the container gets a terminal
 * @param remove whether its files go when it ends
 * @param resources how much of the machine it may have
 * @param network whom it reaches, and who reaches it
 */
public record ContainerSpec(
    String image,
    List<String> command,
    Optional<String> entrypoint,
    Optional<String> name,
    Optional<String> hostname,
    Optional<String> domainname,
    List<String> environment,
    Optional<String> workingDirectory,
    Optional<String> user,
    List<Attachment> attachments,
    CapabilityRequest capabilities,
    boolean readOnly,
    boolean init,
    boolean interactive,
    boolean terminal,
    boolean remove,
    Resources resources,
    NetworkRequest network) {

  public ContainerSpec {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    attachments = List.copyOf(attachments);
  }

  /** Of which nothing is asked about resources and network. */
  public ContainerSpec(
      String image,
      List<String> command,
      Optional<String> entrypoint,
      Optional<String> name,
      Optional<String> hostname,
      Optional<String> domainname,
      List<String> environment,
      Optional<String> workingDirectory,
      Optional<String> user,
      List<Attachment> attachments,
      CapabilityRequest capabilities,
      boolean readOnly,
      boolean init,
      boolean interactive,
      boolean terminal,
      boolean remove) {
    this(
        image,
        command,
        entrypoint,
        name,
        hostname,
        domainname,
        environment,
        workingDirectory,
        user,
        attachments,
        capabilities,
        readOnly,
        init,
        interactive,
        terminal,
        remove,
        Resources.UNLIMITED,
        NetworkRequest.ANY);
  }

  /** What a command is run with when nothing else is asked; its files go when it ends. */
  public static ContainerSpec of(String image, List<String> command) {
    Optional<String> none = Optional.empty();
    return new ContainerSpec(
        image,
        command,
        none,
        none,
        none,
        none,
        List.of(),
        none,
        none,
        List.of(),
        CapabilityRequest.DEFAULT,
        false,
        false,
        false,
        false,
        true);
  }

  /** The same with these resources. */
  public ContainerSpec with(Resources asked) {
    return with(asked, network);
  }

  /** The same with this network. */
  public ContainerSpec with(NetworkRequest asked) {
    return with(resources, asked);
  }

  private ContainerSpec with(Resources askedResources, NetworkRequest askedNetwork) {
    return new ContainerSpec(
        image,
        command,
        entrypoint,
        name,
        hostname,
        domainname,
        environment,
        workingDirectory,
        user,
        attachments,
        capabilities,
        readOnly,
        init,
        interactive,
        terminal,
        remove,
        askedResources,
        askedNetwork);
  }
}
