package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.registry.DockerConfig;
import dev.minidocker.image.registry.RegistryHost;

/** {@code mini-docker logout}: forgets a password. */
final class LogoutCommand implements Command {
  private final Syntax syntax =
      Syntax.of("logout", "Forget the password for a registry.", this)
          .optionalArgument("SERVER", "The registry's host; Docker Hub if there is none.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    RegistryHost host = RegistryHost.parse(syntax.optionalArgument(0).orElse("docker.io"));
    DockerConfig config = DockerConfig.load();
    if (config.remove(host)) {
      System.out.println("Removing login credentials for " + host.configKey());
    } else {
      System.out.println("Not logged in to " + host.configKey());
    }
    config
        .helper(host)
        .ifPresent(
            helper ->
                System.err.println(
                    "mini-docker: what "
                        + helper
                        + " keeps is still there: mini-docker starts no programs"));
    return 0;
  }
}
