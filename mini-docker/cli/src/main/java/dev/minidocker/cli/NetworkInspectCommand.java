package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.engine.network.Networks;
import dev.minidocker.image.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mini-docker network inspect}: all that is known of networks, with docker's fields. */
final class NetworkInspectCommand implements Command {
  private final Syntax syntax =
      Syntax.of("inspect", "Show all that is known of networks, as JSON.", this)
          .value("TEMPLATE", "For example {{.Id}}, or {{json .IPAM}}.", "-f", "--format")
          .arguments("NETWORK", "A name, or an id.", 1);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  /** What is missing is said, and the others are shown, as docker does. */
  @Override
  public Integer call() {
    Networks networks = Session.open().engine().networks();
    List<Map<String, Object>> found = new ArrayList<>();
    int code = 0;
    for (String reference : syntax.arguments(0)) {
      try {
        found.add(NetworkDescription.of(networks, networks.find(reference)));
      } catch (NetworkException e) {
        System.err.println("mini-docker: " + e.getMessage());
        code = 1;
      }
    }
    Optional<OutputTemplate> template = syntax.valueOf("--format").map(OutputTemplate::new);
    if (template.isPresent()) {
      found.forEach(network -> System.out.println(template.get().fill(network)));
    } else {
      System.out.println(new String(Json.writeIndented(found), StandardCharsets.UTF_8));
    }
    return code;
  }
}
