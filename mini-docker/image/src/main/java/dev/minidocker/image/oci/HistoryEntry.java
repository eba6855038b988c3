package dev.minidocker.image.oci;

import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.util.List;

/**
 * How one layer of an image, or one change of its config, came about.
 *
 * <p>Source: OCI image-spec, {@code config.md}, {@code history}.
 *
 * @param created by RFC 3339; "" where nobody says
 * @param createdBy the command that made it
 * @param author who made it
 * @param comment what its maker has to say
 * @param emptyLayer whether it changed the config alone
 */
public record HistoryEntry(
    String created, String createdBy, String author, String comment, boolean emptyLayer) {

  /**
   * What a config tells, the oldest first.
   *
   * @throws dev.minidocker.image.ImageException if it is no config
   */
  public static List<HistoryEntry> in(byte[] config) {
    String what = "the image's config";
    return new JsonFields(Json.read(config, what), what)
        .objects("history").stream().map(HistoryEntry::of).toList();
  }

  private static HistoryEntry of(JsonFields fields) {
    return new HistoryEntry(
        fields.text("created"),
        fields.text("created_by"),
        fields.text("author"),
        fields.text("comment"),
        fields.flag("empty_layer"));
  }
}
