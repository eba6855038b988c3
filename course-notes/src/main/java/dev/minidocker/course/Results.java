package dev.minidocker.course;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the console blocks of a page when its tests ran. A result belongs to the text of a
 * block: a block that was changed since has none.
 */
public final class Results {

  /** What was found. */
  public enum State {
    /** It was executed, and printed what the page shows. */
    VERIFIED,
    /** It could not be executed where the page was built. */
    SKIPPED,
    /** It was executed, and did something else. */
    FAILED
  }

  /**
   * What became of one block.
   *
   * @param why it was skipped or failed; "" if it was verified
   * @param machine on which it was executed, in words
   */
  public record Result(State state, String why, String machine) {}

  /** The form of the file. */
  private record Document(Map<String, Result> blocks) {}

  private final Path file;
  private final Map<String, Result> blocks;

  private Results(Path file, Map<String, Result> blocks) {
    this.file = file;
    this.blocks = blocks;
  }

  /** The stored results of a page; none if nothing, or nothing that can be read, is stored. */
  public static Results of(String page, Path directory) {
    Path file = directory.resolve(page + ".json");
    try {
      Document stored = new GsonBuilder().create().fromJson(Files.readString(file), Document.class);
      return new Results(file, new LinkedHashMap<>(stored.blocks()));
    } catch (IOException | JsonParseException e) { // a page without results says so in its badges
      return none(page, directory);
    }
  }

  /** No results yet; what a page had before is forgotten when the first one is put. */
  public static Results none(String page, Path directory) {
    return new Results(directory.resolve(page + ".json"), new LinkedHashMap<>());
  }

  public Optional<Result> of(String block) {
    return Optional.ofNullable(blocks.get(block));
  }

  /** Stores a result at once. */
  public void put(String block, Result result) {
    blocks.put(block, result);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, new GsonBuilder().setPrettyPrinting().create().toJson(new Document(blocks)) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
