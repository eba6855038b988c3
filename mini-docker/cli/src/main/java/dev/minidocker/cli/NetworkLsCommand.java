package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.network.Network;
import dev.minidocker.engine.network.Networks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mini-docker network ls}. */
final class NetworkLsCommand implements Command {
  private final Syntax syntax =
      Syntax.of("ls", "List the networks.", this)
          .flag("Ids only.", "-q", "--quiet")
          .values("NAME=VALUE", "By driver, id, label, name, scope or type.", "-f", "--filter")
          .flag("Nothing shortened.", "--no-trunc")
          .value("TEMPLATE", "For example {{.Name}}.", "--format");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Networks all = Session.open().engine().networks();
    NetworkFilter filter = NetworkFilter.of(syntax.valuesOf("--filter"));
    List<Network> networks = all.list().stream().filter(filter::lets).toList();
    all.warnings().forEach(line -> System.err.println("mini-docker: warning: " + line));
    Optional<OutputTemplate> template = syntax.valueOf("--format").map(OutputTemplate::new);
    if (template.isPresent()) {
      networks.forEach(network -> System.out.println(template.get().fill(fields(network))));
    } else if (syntax.has("--quiet")) {
      networks.forEach(network -> System.out.println(id(network)));
    } else {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("NETWORK ID", "NAME", "DRIVER", "SCOPE"));
      networks.forEach(
          network ->
              rows.add(
                  List.of(
                      id(network),
                      network.name(),
                      network.driver(),
                      NetworkDescription.scope(network))));
      Columns.print(rows);
    }
    return 0;
  }

  private Map<String, String> fields(Network network) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ID", id(network));
    fields.put("Name", network.name());
    fields.put("Driver", network.driver());
    fields.put("Scope", NetworkDescription.scope(network));
    fields.put("Internal", Boolean.toString(network.internal()));
    return fields;
  }

  private String id(Network network) {
    return syntax.has("--no-trunc") ? network.id() : Ids.shortened(network.id());
  }
}
