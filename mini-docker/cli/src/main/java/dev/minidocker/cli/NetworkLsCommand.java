package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.network.Network;
import dev.minidocker.engine.network.Networks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code mini-docker network ls}. */
final class NetworkLsCommand implements Command {
  private static final String COLUMNS = "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}";

  private static final Map<String, String> HEADINGS =
      Map.of(
          "ID", "NETWORK ID",
          "Name", "NAME",
          "Driver", "DRIVER",
          "Scope", "SCOPE",
          "Internal", "INTERNAL",
          "IPv6", "IPV6",
          "Labels", "LABELS");

  private final Syntax syntax =
      Syntax.of("ls", "List the networks.", this)
          .flag("Ids only.", "-q", "--quiet")
          .values("NAME=VALUE", "By driver, id, label, name, scope or type.", "-f", "--filter")
          .flag("Nothing shortened.", "--no-trunc")
          .value("TEMPLATE", "For example {{.Name}}, {{json .}}, or table {{.ID}}.", "--format");

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
    if (syntax.has("--quiet") && syntax.valueOf("--format").isEmpty()) {
      networks.forEach(network -> System.out.println(id(network)));
    } else {
      new RowFormat(syntax.valueOf("--format").orElse(RowFormat.TABLE), COLUMNS, HEADINGS)
          .print(networks.stream().map(this::fields).toList());
    }
    return 0;
  }

  private Map<String, String> fields(Network network) {
    Map<String, String> fields = new TreeMap<>(); // in the order that docker's JSON has, too
    fields.put("ID", id(network));
    fields.put("Name", network.name());
    fields.put("Driver", network.driver());
    fields.put("Scope", NetworkDescription.scope(network));
    fields.put("Internal", Boolean.toString(network.internal()));
    fields.put("IPv6", Boolean.toString(network.pools().size() > 1));
    fields.put("Labels", labels(network));
    return fields;
  }

  private static String labels(Network network) {
    return new TreeMap<>(network.labels())
        .entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(","));
  }

  private String id(Network network) {
    return syntax.has("--no-trunc") ? network.id() : Ids.shortened(network.id());
  }
}
