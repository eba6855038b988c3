package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.image.ImageException;
import dev.minidocker.image.registry.Credentials;
import dev.minidocker.image.registry.DockerConfig;
import dev.minidocker.image.registry.Login;
import dev.minidocker.image.registry.RegistryHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code mini-docker login}: who one is to a registry, checked there and remembered. */
final class LoginCommand implements Command {
  private static final int LONGEST = 64 << 10;

  private final Syntax syntax =
      Syntax.of("login", "Log in to a registry.", this)
          .value("NAME", "Who you are there.", "-u", "--username")
          .value("PASSWORD", "Your password; others may see it in ps.", "-p", "--password")
          .flag("Read the password from standard input.", "--password-stdin")
          .flag("The registry speaks plain HTTP.", "--insecure")
          .optionalArgument("SERVER", "The registry's host; Docker Hub if there is none.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    requireOnePassword();
    RegistryHost host = RegistryHost.parse(syntax.optionalArgument(0).orElse("docker.io"));
    DockerConfig config = DockerConfig.load();
    Optional<Credentials> given = given();
    if (given.isEmpty() && syntax.valueOf("--username").isEmpty() && isKnown(config, host)) {
      return 0;
    }
    Credentials credentials = given.orElseGet(this::asked);
    Login.check(host, credentials, syntax.has("--insecure"));
    DockerConfig.load().add(host, credentials); // others may have written while somebody typed
    warn(config, host);
    System.out.println("Login Succeeded");
    return 0;
  }

  private void requireOnePassword() {
    if (syntax.has("--password-stdin")) {
      if (syntax.valueOf("--password").isPresent()) {
        throw new ImageException("--password and --password-stdin exclude each other");
      } else if (syntax.valueOf("--username").isEmpty()) {
        throw new ImageException(
            "--password-stdin needs to know whose password it is: give -u NAME");
      }
    }
  }

  private Optional<Credentials> given() {
    Optional<String> user = syntax.valueOf("--username");
    Optional<String> password =
        syntax.has("--password-stdin")
            ? Optional.of(standardInput())
            : syntax.valueOf("--password");
    if (password.isPresent() && !syntax.has("--password-stdin")) {
      System.err.println(
          "mini-docker: others may see a password that is given by -p; use --password-stdin");
    }
    if (password.isPresent() && user.isEmpty()) {
      return Optional.of(Credentials.of(Prompt.atTerminal().line("Username: "), password.get()));
    }
    return password.map(known -> Credentials.of(user.orElseThrow(), known));
  }

  /** Without the end of its line, which echo and editors add. */
  private static String standardInput() {
    try {
      byte[] bytes = System.in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new ImageException("what comes on standard input is too long to be a password");
      }
      return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
    } catch (IOException e) {
      throw new StartFailure("cannot read standard input: " + FileReason.of(e), 1, e);
    }
  }

  /** Who has logged in before need not be asked again. */
  private boolean isKnown(DockerConfig config, RegistryHost host) {
    Optional<Credentials> known =
        config.helper(host).isPresent() ? Optional.empty() : config.credentials(host);
    if (known.isEmpty()) {
      return false;
    }
    System.out.println(
        "Authenticating with existing credentials... [Username: " + known.get().user() + "]");
    try {
      Login.check(host, known.get(), syntax.has("--insecure"));
      System.out.println("Login Succeeded");
      return true;
    } catch (ImageException e) {
      System.err.println("mini-docker: " + e.getMessage());
      return false;
    }
  }

  private Credentials asked() {
    Prompt prompt = Prompt.atTerminal();
    Optional<String> user = syntax.valueOf("--username");
    String name = user.isPresent() ? user.get() : prompt.line("Username: ").strip();
    return Credentials.of(name, prompt.secret("Password: "));
  }

  private static void warn(DockerConfig config, RegistryHost host) {
    System.err.println(
        "mini-docker: the password is kept as it is, not encrypted, in " + config.file());
    config
        .helper(host)
        .ifPresent(
            helper ->
                System.err.println(
                    "mini-docker: docker itself will go on asking "
                        + helper
                        + ", which "
                        + config.file()
                        + " names and mini-docker does not use"));
  }
}
