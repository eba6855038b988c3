package dev.minidocker.engine;

import dev.minidocker.engine.network.PortRequest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ports at which a container serves: its image says so in its config, or whoever runs it. */
final class ExposedPorts {
  private ExposedPorts() {}

  /** The same container with all of them published, where {@code -P} asks for it. */
  static ContainerSpec published(ContainerSpec spec, Image image, ImageStore images) {
    if (!spec.network().publishAll()) {
      return spec;
    }
    List<PortRequest> exposed = new ArrayList<>(spec.network().exposed());
    String what = "the config of " + image.id();
    Map<String, Object> named =
        new JsonFields(Json.read(images.configBytes(image), what), what)
            .object("config")
            .object("ExposedPorts")
            .members();
    named.keySet().forEach(port -> exposed.addAll(PortRequest.exposed("EXPOSE", port)));
    List<PortRequest> ports = new ArrayList<>(spec.network().ports());
    for (PortRequest one : exposed) {
      if (ports.stream().noneMatch(one::leadsWhere)) {
        ports.add(one);
      }
    }
    return spec.with(spec.network().publishing(ports));
  }
}
