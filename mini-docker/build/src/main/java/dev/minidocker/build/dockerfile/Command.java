package dev.minidocker.build.dockerfile;

import java.util.List;
import java.util.stream.Stream;

/**
 * What RUN, CMD and ENTRYPOINT run.
 *
 * @param words in the exec form the arguments; in the shell form one text
 * @param shell whether it is the shell form, which the image's shell reads
 */
public record Command(List<String> words, boolean shell) {

  public Command {
    words = List.copyOf(words);
  }

  /** The command's arguments, once the shell is known that would read it. */
  public List<String> arguments(List<String> shellWords) {
    if (!shell) {
      return words;
    }
    return Stream.concat(shellWords.stream(), words.stream()).toList();
  }

  /** What is no JSON array of strings is text for the shell. */
  static Command parse(String text) {
    return JsonStrings.parse(text)
        .map(words -> new Command(words, false))
        .orElse(new Command(List.of(text), true));
  }
}
