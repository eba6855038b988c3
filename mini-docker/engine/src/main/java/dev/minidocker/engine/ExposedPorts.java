package dev.minidocker.engine;

import dev.minidocker.engine.network.PortRequest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ports at which an image says that it serves: its config's {@code ExposedPorts}. */
final class ExposedPorts {
  private ExposedPorts() {}

  /** The same container with all of them published, where {@code -P} asks for it. */
  static ContainerSpec published(ContainerSpec spec, Image image, ImageStore images) {
    if (!spec.network().publishAll()) {
      return spec;
    }
    List<PortRequest> ports = new ArrayList<>(spec.network().ports());
    String what = "the config of " + image.id();
    Map<String, Object> exposed =
        new JsonFields(Json.read(images.configBytes(image), what), what)
            .object("config")
            .object("ExposedPorts")
            .members();
    for (String port : exposed.keySet()) {
      PortRequest.parse(port).stream()
          .filter(one -> ports.stream().noneMatch(one::leadsWhere))
          .forEach(ports::add);
    }
    return spec.with(spec.network().publishing(ports));
  }
}
