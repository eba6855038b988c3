package dev.minidocker.build.dockerfile;

import dev.minidocker.build.dockerfile.Instruction.Copy;
import java.util.List;
import java.util.Optional;

/**
 * {@code COPY [--flag=…] SOURCE… DESTINATION}, and ADD.
 *
 * @param escape the Dockerfile's escape character
 */
record CopyParser(char escape) {

  Copy parse(LogicalLine line, List<String> flagNames) {
    Flags flags = Flags.of(line, flagNames);
    String rest = HereDocumentName.removedFrom(flags.rest());
    List<String> words = JsonStrings.parse(rest).orElseGet(() -> Words.split(rest, escape));
    if (words.size() + line.documents().size() < 2 || words.isEmpty()) {
      throw line.location()
          .wrong(
              "expected "
                  + line.keyword()
                  + " SOURCE… DESTINATION, found \""
                  + line.keyword()
                  + " "
                  + line.rest()
                  + "\"");
    }
    flags
        .value("chmod")
        .filter(mode -> !mode.contains("$"))
        .ifPresent(mode -> FileMode.parse(line.location(), mode));
    String destination = words.get(words.size() - 1);
    List<String> sources = words.subList(0, words.size() - 1);
    if (sources.size() + line.documents().size() > 1 && !isDirectory(destination)) {
      throw line.location()
          .wrong(
              "several sources need a directory as destination: \""
                  + destination
                  + "\" must end with /");
    }
    return new Copy(
        line.location(),
        line.keyword().equals("ADD"),
        List.copyOf(sources),
        line.documents(),
        destination,
        flags.value("from"),
        flags.value("chown"),
        flags.value("chmod"),
        checksum(line, flags, sources.size() + line.documents().size()));
  }

  private static Optional<String> checksum(LogicalLine line, Flags flags, int sources) {
    Optional<String> checksum = flags.value("checksum");
    if (checksum.isPresent() && sources > 1) {
      throw line.location().wrong("--checksum is of one file, and there are " + sources);
    }
    checksum
        .filter(digest -> !digest.contains("$") && !digest.matches("sha256:[0-9a-f]{64}"))
        .ifPresent(
            wrong -> {
              throw line.location()
                  .wrong("--checksum=" + wrong + ": expected sha256: and 64 hexadecimal digits");
            });
    return checksum;
  }

  private static boolean isDirectory(String destination) {
    return destination.endsWith("/") || destination.equals(".") || destination.endsWith("/.");
  }
}
