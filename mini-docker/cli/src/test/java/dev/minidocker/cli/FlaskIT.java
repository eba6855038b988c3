package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application in Python, from the files of an example and a Debian with Flask. */
class FlaskIT {
  private final String name = "md-flask-" + new Random().nextInt(1 << 30);
  private final String base = name + "-base";

  @TempDir Path context;

  @BeforeEach
  void importTheBase() throws Exception {
    Requirements.containers();
    CommandLines.execute("import", rootfs().toString(), base).exitsWith(0);
    Path example = Checkout.root().resolve("mini-docker/build/examples/flask");
    for (String file : List.of("Dockerfile", "app.py", "ask.py")) {
      Files.copy(example.resolve(file), context.resolve(file));
    }
  }

  @AfterEach
  void removeTheImages() {
    CommandLines.execute("rmi", name);
    CommandLines.execute("rmi", base);
  }

  private Outcome build() {
    String[] command = {"build", "-t", name, "--build-arg", "BASE=" + base, "" + context};
    return CommandLines.execute(command).exitsWith(0);
  }

  /** The last line but one names the image. */
  private static String id(Outcome build) {
    List<String> lines = build.out().lines().toList();
    return lines.get(lines.size() - 2).replace("Successfully built ", "");
  }

  private static long cached(Outcome build) {
    return build.out().lines().filter(" ---> Using cache"::equals).count();
  }

  private String inside(String script) throws Exception {
    return CommandLines.run("run", "--rm", name, "sh", "-c", script).exitsWith(0).out();
  }

  @Test
  void itIsBuiltAndServesAndIsBuiltAgainFromTheCache() throws Exception {
    Outcome first = build();
    assertEquals(0, cached(first));
    String ask = "flask run >/tmp/log 2>&1 & python3 ask.py " + name;
    assertEquals("Hello, " + name + "!\n", inside(ask));
    String time = inside("cat /srv/built");
    assertTrue(time.matches("\\d{4}-\\d\\d-\\d\\dT.*\n"), time);

    Outcome second = build();
    assertEquals(3, cached(second)); // WORKDIR, RUN, COPY
    assertEquals(id(first), id(second));

    changeTheGreeting();
    Outcome third = build();
    assertEquals(2, cached(third));
    assertNotEquals(id(first), id(third));
    assertEquals(time, inside("cat /srv/built"));
    assertEquals("Welcome, " + name + "!\n", inside(ask));
  }

  private void changeTheGreeting() throws IOException {
    Path app = context.resolve("app.py");
    Files.writeString(app, Files.readString(app).replace("Hello", "Welcome"));
  }

  private static Path rootfs() {
    Optional<String> named =
        Optional.ofNullable(System.getProperty("md.flask.rootfs"))
            .or(() -> Optional.ofNullable(System.getenv("MD_FLASK_ROOTFS")));
    Requirements.require(
        named.map(Path::of).filter(Files::isReadable).isPresent(),
        "no tar of a Debian with Flask is named by -Dmd.flask.rootfs; .ci/debian-rootfs python3-flask makes one");
    return Path.of(named.orElseThrow());
  }
}
