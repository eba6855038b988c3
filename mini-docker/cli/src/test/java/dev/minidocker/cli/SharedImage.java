package dev.minidocker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What an image is built from that goes from one program to another: files of every kind, and
 * something in every member of its config.
 */
final class SharedImage {
  private static final String FILES =
      """
      mkdir -p bin data home/a/b home/gone opt/work && cp $(command -v busybox) bin/ && cd home
      head -c 70000 /dev/urandom >a/random && ln a/random a/b/again && ln -s ../a/random link
      truncate -s 3M a/sparse && echo x >>a/sparse && mkfifo pipe && mknod disk b 7 200
      echo secret >gone/f && echo v >../data/f && echo o >old && echo m >moved
      chown 1234:56 a/random moved && chown -h 7:8 link && chmod 4751 a/random && chmod 1770 a
      setcap cap_net_raw+ep ../bin/busybox && touch -h -d @1234567890 link pipe a/b
      """;

  private static final String RECIPE =
      """
      FROM scratch
      LABEL md.name="%1$s" md.words="two words"
      ENV MD_A=%1$s MD_B="b c"
      ADD files.tar /
      COPY --chown=12:34 said /opt/said
      WORKDIR /opt/work
      EXPOSE 80 53/udp
      VOLUME /data
      STOPSIGNAL SIGUSR1
      HEALTHCHECK --interval=7s --retries=2 CMD ["/bin/busybox", "true"]
      SHELL ["/bin/busybox", "sh", "-c"]
      ONBUILD ENV MD_C=%1$s
      USER 1234:56
      ENTRYPOINT ["/bin/busybox"]
      CMD ["cat", "/opt/said"]
      """;

  /** A layer that removes, replaces, renames and changes what is below it. */
  private static final String CHANGES =
      """
      USER 0
      RUN cd /home && rm old && rm -r gone && mkdir gone && echo n >gone/n && mv moved /opt/ \\
        && chmod 600 a/random
      USER 1234:56
      """;

  private final Path folder;

  /** What a container of it prints. */
  final String said;

  private SharedImage(Path folder, String said) {
    this.folder = folder;
    this.said = said;
  }

  static SharedImage in(Path folder) throws Exception {
    Requirements.program("setcap");
    Path files = Files.createDirectory(folder.resolve("files"));
    CommandLines.run(
            List.of("sh", "-ec", "cd \"$0\"; " + FILES, files.toString()), new byte[0], Map.of())
        .exitsWith(0);
    Path context = Files.createDirectory(folder.resolve("context"));
    String tar =
        "tar --format=pax --numeric-owner --xattrs '--xattrs-include=*' -C \"$0\" -cf \"$1\" .";
    String archive = context.resolve("files.tar").toString();
    CommandLines.run(List.of("sh", "-c", tar, files.toString(), archive), new byte[0], Map.of())
        .exitsWith(0);
    String said = "said-" + Long.toHexString(new Random().nextLong());
    Files.writeString(context.resolve("said"), said);
    Files.writeString(context.resolve("Dockerfile"), RECIPE.formatted(said));
    return new SharedImage(folder, said);
  }

  /** The directory to build it from, without running anything. */
  Path context() {
    return folder.resolve("context");
  }

  /** Has us build it, with a layer more than what can be built without running anything. */
  void build(String name) throws IOException {
    Path more = folder.resolve("Dockerfile");
    Files.writeString(more, RECIPE.formatted(said) + CHANGES);
    CommandLines.execute("build", "-q", "-t", name, "-f", more.toString(), context().toString())
        .exitsWith(0);
  }

  /** Our archive of a container's files. */
  Path export(String image) {
    String container = "md-" + Long.toHexString(new Random().nextLong());
    Path archive = folder.resolve("ours.tar");
    CommandLines.execute("run", "--name", container, "--entrypoint", "/bin/busybox", image, "true")
        .exitsWith(0);
    CommandLines.execute("export", "-o", archive.toString(), container).exitsWith(0);
    CommandLines.execute("rm", container).exitsWith(0);
    return archive;
  }

  /** Our archive of an image. */
  Path save(String image) {
    Path archive = folder.resolve("saved.tar");
    CommandLines.execute("save", "-o", archive.toString(), image).exitsWith(0);
    return archive;
  }
}
