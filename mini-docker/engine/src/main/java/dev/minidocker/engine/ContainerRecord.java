package dev.minidocker.engine;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What is kept about a container beside its files; written once, when it is made.
 *
 * @param image as its user called it
 * @param imageId the image that this name meant then
 * @param command what its process runs, with its arguments
 * @param createdMillis when it was made, in milliseconds since 1970
 */
public record ContainerRecord(
    String id, String image, Digest imageId, List<String> command, long createdMillis) {

  public ContainerRecord {
    command = List.copyOf(command);
  }

  static ContainerRecord of(String id, ContainerSpec spec, Image image, List<String> argv) {
    return new ContainerRecord(id, spec.image(), image.id(), argv, System.currentTimeMillis());
  }

  String encode() {
    byte[] json =
        Json.write(
            Map.of(
                "image", image,
                "imageId", imageId.toString(),
                "command", command,
                "created", createdMillis));
    return new String(json, StandardCharsets.UTF_8);
  }

  static ContainerRecord decode(String id, byte[] json) {
    String what = "the record of container " + id;
    JsonFields fields = new JsonFields(Json.read(json, what), what);
    return new ContainerRecord(
        id,
        fields.text("image"),
        Digest.parse(fields.text("imageId")),
        fields.texts("command"),
        fields.number("created"));
  }
}
