package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.image.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code mini-docker inspect}: all that is known of images, as JSON with docker's fields. */
final class InspectCommand implements Command {
  private final Syntax syntax =
      Syntax.of("inspect", "Show all that is known of images, as JSON.", this)
          .value("TEMPLATE", "For example {{.Id}}, or {{json .Config}}.", "-f", "--format")
          .arguments("IMAGE", "A name, or an id.", 1);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  /** What is missing is said, and the others are shown, as docker does. */
  @Override
  public Integer call() {
    ImageStore store = Session.open().images();
    List<Map<String, Object>> found = new ArrayList<>();
    int code = 0;
    for (String reference : syntax.arguments(0)) {
      Optional<Image> image = store.find(reference);
      image.ifPresent(present -> found.add(ImageDescription.of(store, present)));
      if (image.isEmpty()) {
        System.err.println("mini-docker: there is no image " + reference);
        code = 1;
      }
    }
    Optional<OutputTemplate> template = syntax.valueOf("--format").map(OutputTemplate::new);
    if (template.isPresent()) {
      found.forEach(image -> System.out.println(template.get().fill(image)));
    } else {
      System.out.println(new String(Json.writeIndented(found), StandardCharsets.UTF_8));
    }
    return code;
  }
}
