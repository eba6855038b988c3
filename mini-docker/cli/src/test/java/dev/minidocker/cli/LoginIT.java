package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's docker-registry knows one user; skopeo reads and writes the same file as we do. */
class LoginIT {
  private final String user = "u" + Long.toHexString(System.nanoTime());
  private final String password = "p:ä " + Long.toHexString(System.nanoTime() * 31);
  @TempDir Path folder;
  private Path config;
  private LocalRegistry registry;
  private final CommandClient client = new CommandClient(this::withConfig);

  @BeforeEach
  void aRegistryThatKnowsOneUser() throws Exception {
    Requirements.program("skopeo");
    config = folder.resolve("docker").resolve("config.json");
    registry = LocalRegistry.of(folder, user, password);
  }

  @AfterEach
  void end() throws Exception {
    client.end();
    if (registry != null) {
      registry.close();
    }
  }

  private ProcessBuilder withConfig(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DOCKER_CONFIG", config.getParent().toString());
    return builder;
  }

  private Outcome miniDocker(String input, String... args) throws Exception {
    return client.execute(input.getBytes(StandardCharsets.UTF_8), args);
  }

  private Outcome miniDockerAlone(String... args) throws Exception {
    return CommandLines.finish(withConfig(CommandLines.miniDocker(args)).start(), new byte[0]);
  }

  private Outcome login(String typed) throws Exception {
    return miniDocker(typed, "login", "-u", user, "--password-stdin", registry.host());
  }

  private Outcome skopeo(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("skopeo", args[0]));
    command.add("--authfile=" + config);
    command.addAll(List.of(args).subList(1, args.length));
    return CommandLines.run(command, new byte[0], Map.of());
  }

  private String push() throws Exception {
    String name = registry.host() + "/" + user + "/image:1";
    Path tar = folder.resolve("tar");
    try (var archive = new ArchiveTricksIT.Archive(Files.newOutputStream(tar), folder)) {
      archive.file(user);
    }
    miniDocker("", "import", tar.toString(), name).exitsWith(0);
    return name;
  }

  @Test
  void whoHasLoggedInPushesAndOthersReadTheSameFile() throws Exception {
    String name = push();
    miniDocker("", "push", "-q", name).complains(1, "mini-docker login " + registry.host());
    Files.createDirectories(config.getParent());
    Files.writeString(config, "{\"psFormat\":\"{{.ID}} <&>\",\"big\":12345678901234567890.50}");
    Outcome outcome = login(password + "\r\n").exitsWith(0);
    assertEquals("Login Succeeded\n", outcome.out());
    assertTrue(outcome.err().contains(config.toString()), outcome::toString);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
    String written = Files.readString(config);
    assertTrue(written.contains("\"{{.ID}} <&>\""), written);
    assertTrue(written.contains("12345678901234567890.50"), written);
    miniDocker("", "push", "-q", name).prints(name + "\n");
    skopeo("inspect", "--tls-verify=false", "docker://" + name).exitsWith(0);
    assertEquals(user, skopeo("login", "--get-login", registry.host()).exitsWith(0).out().strip());
    miniDocker("", "logout", registry.host())
        .prints("Removing login credentials for " + registry.host() + "\n");
    miniDocker("", "logout", registry.host()).prints("Not logged in to " + registry.host() + "\n");
    assertFalse(skopeo("inspect", "--tls-verify=false", "docker://" + name).code() == 0);
    miniDocker("", "push", "-q", name).complains(1, "mini-docker login " + registry.host());
    miniDocker("", "rmi", name).exitsWith(0);
    try (var files = Files.list(config.getParent())) {
      assertEquals(List.of(config), files.toList());
    }
  }

  @Test
  void whatAnotherProgramWroteIsUsedAndTakenAway() throws Exception {
    Files.createDirectories(config.getParent());
    skopeo("login", "--tls-verify=false", "-u", user, "-p", password, registry.host()).exitsWith(0);
    Outcome known = miniDockerAlone("login", registry.host()).exitsWith(0);
    assertEquals(
        "Authenticating with existing credentials... [Username: " + user + "]\nLogin Succeeded\n",
        known.out());
    String name = push();
    miniDockerAlone("push", "-q", name).exitsWith(0);
    miniDockerAlone("rmi", name).exitsWith(0);
    miniDockerAlone("pull", "-q", name).prints(name + "\n");
    miniDockerAlone("rmi", name).exitsWith(0);
    miniDockerAlone("logout", "https://" + registry.host() + "/v2/").exitsWith(0);
    assertFalse(skopeo("login", "--get-login", registry.host()).code() == 0);
  }

  @Test
  void aWrongPasswordIsRefusedAndNothingIsWritten() throws Exception {
    Files.createDirectories(config.getParent());
    Files.writeString(config, "{ \"auths\" : {} }");
    Outcome outcome = login(password + "x");
    outcome.complains(1, registry.host(), "refuses", user, "nothing was written");
    assertFalse(outcome.err().contains(password), outcome::toString);
    assertEquals("{ \"auths\" : {} }", Files.readString(config));
  }

  @Test
  void aHelperThatDockerWouldAskIsNamed() throws Exception {
    Files.createDirectories(config.getParent());
    Files.writeString(
        config, "{\"credsStore\":\"md-none\",\"auths\":{\"" + registry.host() + "\":{}}}");
    miniDocker("", "pull", registry.host() + "/any")
        .complains(1, "docker-credential-md-none", "starts no programs");
    Outcome outcome = login(password).exitsWith(0);
    assertTrue(outcome.err().contains("docker-credential-md-none"), outcome::toString);
    assertTrue(Files.readString(config).contains("\"credsStore\": \"md-none\""));
    miniDocker("", "pull", registry.host() + "/any").complains(1, "not found");
  }

  @Test
  void aLinkToTheFileStaysOne() throws Exception {
    Files.createDirectories(config.getParent());
    Path real = Files.writeString(folder.resolve("real.json"), "{\"a\":null}");
    Files.createSymbolicLink(config, real);
    login(password).exitsWith(0);
    assertTrue(Files.isSymbolicLink(config));
    assertTrue(Files.readString(real).contains("\"a\": null"), Files.readString(real));
    assertEquals(user, skopeo("login", "--get-login", registry.host()).exitsWith(0).out().strip());
  }

  @Test
  void whatCannotBeDoneIsSaidInOneLine() throws Exception {
    String host = registry.host();
    miniDocker("", "login", host).complains(1, "terminal", "--password-stdin");
    miniDocker("", "login", "-u", user, host).complains(1, "terminal", "--password-stdin");
    miniDocker("x", "login", "--password-stdin", host).complains(1, "-u NAME");
    miniDocker("x", "login", "-u", user, "-p", "x", "--password-stdin", host)
        .complains(1, "exclude");
    miniDocker("", "login", "-u", user, "--password-stdin", host).complains(1, "is empty");
    miniDocker("x", "login", "-u", "a:b", "--password-stdin", host).complains(1, "colon");
    miniDocker("x", "login", "-u", user, "--password-stdin", "no host")
        .complains(1, "'no host'", "my-host:5000");
    miniDocker("x", "login", "a", "b").complains(125, "b");
    String nobody = "127.0.0.1:" + LocalRegistry.freePort();
    miniDocker("x", "login", "-u", user, "--password-stdin", nobody).complains(1, nobody);
    Files.createDirectories(config.getParent());
    Files.writeString(config, "[]");
    login(password).complains(1, config.toString(), "damaged");
    assertEquals("[]", Files.readString(config));
    Files.delete(config);
    Files.createSymbolicLink(config, folder.resolve("none").resolve("config.json"));
    login(password).complains(1, "cannot write " + config, "link");
    assertTrue(Files.isSymbolicLink(config));
  }
}
