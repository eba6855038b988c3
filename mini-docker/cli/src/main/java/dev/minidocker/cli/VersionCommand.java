package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.Machine;
import dev.minidocker.image.oci.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code mini-docker version}; the fields are docker's, whose client and server are one here. */
final class VersionCommand implements Command {
  private final Syntax syntax =
      Syntax.of("version", "Show the version.", this)
          .value("TEMPLATE", "For example {{.Server.Version}}, or {{json .}}.", "-f", "--format");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Optional<String> template = syntax.valueOf("--format");
    System.out.println(
        template.isPresent() ? new OutputTemplate(template.get()).fill(fields()) : Version.text());
    return 0;
  }

  private static Map<String, Object> fields() {
    Map<String, Object> client = new LinkedHashMap<>();
    client.put("Version", Version.number());
    client.put("JavaVersion", System.getProperty("java.version"));
    client.put("Os", Platform.host().os());
    client.put("Arch", Platform.host().architecture());
    Map<String, Object> server = new LinkedHashMap<>(client);
    server.put("KernelVersion", Machine.current().kernel());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Client", client);
    fields.put("Server", server);
    return fields;
  }
}
