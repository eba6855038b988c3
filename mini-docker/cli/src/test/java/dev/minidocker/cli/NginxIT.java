package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx of a Debian, published in every form of {@code -p}. It answers with the port it was at. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "wget", "busybox"})
class NginxIT {
  private static final String SITE =
      """
      server {
        listen 80; listen 81; listen 82; listen [::]:80;
        location / { default_type text/plain; return 200 "$hostname at $server_port\\n"; }
      }
      """;

  private static final String DOCKERFILE =
      """
      FROM md-nginx-base
      COPY site /etc/nginx/sites-enabled/default
      EXPOSE 80 81
      CMD ["nginx", "-g", "daemon off;"]
      """;

  @TempDir static Path directory;
  private static PlayedHost host;
  private static PlayedWorld world;

  private final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
  private final String name = "web" + port;

  @BeforeAll
  static void build() throws Exception {
    String rootfs = rootfs().toString();
    host = new PlayedHost(directory.resolve("state"));
    world = new PlayedWorld(host, Files.createDirectory(directory.resolve("www")), "the world");
    Path context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(context.resolve("site"), SITE);
    Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
    host.miniDocker("import", rootfs, "md-nginx-base").exitsWith(0);
    host.miniDocker("build", "-q", "-t", "md-nginx", context.toString()).exitsWith(0);
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    if (host != null) {
      host.endContainers();
      host.miniDocker("rmi", "md-nginx", "md-nginx-base");
      host.end();
    }
    if (world != null) {
      world.end();
    }
  }

  private void serve(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("run", "--rm", "--init", "--name", name));
    all.addAll(List.of("-h", name));
    all.addAll(List.of(options));
    all.add("md-nginx");
    host.begins(all.toArray(String[]::new));
    awaitAnswer();
  }

  private void awaitAnswer() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String ask = "wget -q -O - http://127.0.0.1:82";
    String[] inside = {"run", "--rm", "--network", "container:" + name, "lab", "sh", "-c", ask};
    Outcome answer = host.miniDocker(inside);
    while (answer.code() != 0 && System.nanoTime() < end) {
      answer = host.miniDocker(inside);
    }
    answer.prints(name + " at 82\n");
  }

  private Outcome fromHost(String at) throws Exception {
    return host.run("wget", "-q", "-O", "-", "-t", "1", "-T", "3", "http://" + at);
  }

  private Outcome fromContainer(String network, String at) throws Exception {
    String ask = "wget -q -O - 'http://" + at + "'";
    return host.miniDocker("run", "--rm", "--network", network, "lab", "sh", "-c", ask);
  }

  /** What docker's command of this name prints: 80/tcp -> 0.0.0.0:8080. */
  private List<String> published() throws Exception {
    return host.miniDocker("port", name).exitsWith(0).out().lines().toList();
  }

  /** Each line of what is published is true, from wherever somebody asks. */
  private void assertAllAnswer(List<String> lines) throws Exception {
    for (String line : lines) {
      String answer = name + " at " + line.substring(0, line.indexOf('/')) + "\n";
      String at = line.substring(line.indexOf("-> ") + 3);
      String place = at.replace("0.0.0.0", PlayedHost.ADDRESS);
      fromHost(place).prints(answer);
      fromContainer("bridge", place).prints(answer);
      if (at.startsWith("0.0.0.0")) {
        fromHost(at.replace("0.0.0.0", "127.0.0.1")).prints(answer);
        world.fetch("http://" + at.replace("0.0.0.0", PlayedWorld.HOST)).prints(answer);
      }
    }
  }

  @Test
  void eachFormOfPublishedPortAnswersFromEverywhere() throws Exception {
    String range = (port + 3) + "-" + (port + 5);
    serve(
        "-p", "80",
        "-p", port + ":80",
        "-p", PlayedHost.ADDRESS + ":" + (port + 1) + ":80",
        "-p", PlayedHost.ADDRESS + "::81",
        "-p", range + ":80-82");
    List<String> lines = published();
    assertEquals(7, lines.size(), lines::toString);
    for (int i = 0; i < 3; i++) {
      String expected = (80 + i) + "/tcp -> 0.0.0.0:" + (port + 3 + i);
      assertTrue(lines.contains(expected), lines::toString);
    }
    assertAllAnswer(lines);
  }

  @Test
  void whatTheDockerfileExposesIsPublishedByItself() throws Exception {
    serve("-P");
    List<String> lines = published();
    assertEquals(2, lines.size(), lines::toString);
    assertAllAnswer(lines);
  }

  @Test
  void itIsFoundByNameAndOverBothVersionsOfIp() throws Exception {
    host.miniDocker(
            "network", "create", "--subnet", "10.78.0.0/24", "--subnet", "fd78::/64", "both")
        .exitsWith(0);
    serve("--network", "both", "--ip6", "fd78::9", "-p", port + ":80");
    String answer = name + " at 80\n";
    fromContainer("both", name).prints(answer);
    fromContainer("both", "[fd78::9]").prints(answer);
    fromHost("[::1]:" + port).prints(answer);
    fromHost("[" + PlayedWorld.HOST6 + "]:" + port).prints(answer);
    world.fetch("http://[" + PlayedWorld.HOST6 + "]:" + port).prints(answer);
    fromContainer("both", "[" + PlayedWorld.HOST6 + "]:" + port).prints(answer);
  }

  private static Path rootfs() {
    Optional<String> named =
        Optional.ofNullable(System.getProperty("md.nginx.rootfs"))
            .or(() -> Optional.ofNullable(System.getenv("MD_NGINX_ROOTFS")));
    Requirements.require(
        named.map(Path::of).filter(Files::isReadable).isPresent(),
        "no tar of a Debian with nginx is named by -Dmd.nginx.rootfs; .ci/debian-rootfs nginx makes one");
    return Path.of(named.orElseThrow());
  }
}
