package dev.minidocker.build.dockerfile;

import dev.minidocker.build.dockerfile.Instruction.Run;
import java.util.List;
import java.util.Optional;

/** Reads what follows RUN. */
final class RunParser {
  private static final String NETWORK = "network";
  private static final List<String> NETWORKS = List.of("default", "none", "host");

  private RunParser() {}

  static Run parse(LogicalLine line) {
    Flags flags = Flags.of(line, List.of(NETWORK));
    Optional<String> network = flags.value(NETWORK);
    if (network.isPresent() && !NETWORKS.contains(network.get())) {
      throw line.location()
          .wrong("RUN --network=" + network.get() + ": expected " + String.join(", ", NETWORKS));
    }
    return new Run(
        line.location(),
        command(line, flags.rest()),
        network.filter(name -> !name.equals("default")));
  }

  /** The shell gets here-documents as it knows them; one that stands alone is itself the script. */
  private static Command command(LogicalLine line, String rest) {
    List<HereDocument> documents = line.documents();
    if (rest.isEmpty()) {
      throw line.location()
          .wrong("RUN has no command; expected RUN COMMAND or RUN [\"program\", …]");
    }
    if (documents.isEmpty()) {
      Command command = Command.parse(rest);
      if (command.words().isEmpty()) {
        throw line.location().wrong("RUN [] runs nothing; expected RUN [\"program\", …]");
      }
      return command;
    }
    if (documents.size() == 1 && HereDocumentName.isAnnouncedBy(rest)) {
      return new Command(List.of(documents.get(0).content()), true);
    }
    StringBuilder script = new StringBuilder(rest).append('\n');
    documents.forEach(
        document -> script.append(document.content()).append(document.name()).append('\n'));
    return new Command(List.of(script.toString()), true);
  }
}
