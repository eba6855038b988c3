package dev.minidocker.build;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Dockerfiles for {@link BuildContext}, made of what people write, in any order. */
final class Recipes {
  private static final String ENTRYPOINT = "ENTRYPOINT exec top";
  private static final String SHELL = "SHELL [\"/bin/sh\", \"-ec\"]";
  private static final Arbitrary<String> OWNERS =
      Arbitraries.of("", "", "", "--chown=7 ", "--chown=7:8 ", "--chown=md:mdg ", "--chown=md ");
  private static final Arbitrary<String> MODES = Arbitraries.of("", "", "", "--chmod=0640 ");
  private static final Arbitrary<String> SOURCES =
      Arbitraries.of(
          "a",
          "b",
          "dir",
          "dir/",
          "dir/sub/*",
          "dir/*",
          "?",
          "link-to-a",
          "link-to-dir",
          "empty",
          "dir/sub/y",
          "[\"with space\", \"/spaces/\"]",
          "a b",
          "dir empty",
          "x.tar",
          "*.tar");
  private static final Arbitrary<String> PLACES =
      Arbitraries.of(
          "/",
          "/n",
          "/n/",
          "/new/deep",
          "/new/deep/",
          ".",
          "./r",
          "/etc",
          "/etc/",
          "/link-to-real",
          "/link-to-real/q",
          "$WHERE",
          "/real/in/");
  private static final Arbitrary<String> DIRECTORIES =
      Arbitraries.of("/w", "w2", "w2/deep", "../up", "$WHERE", "/", "/link-to-real/wd", "/real");
  private static final Arbitrary<String> CONFIG =
      Arbitraries.of(
          "ENV A=1",
          "ENV B=\"x y\" C=$A",
          "ENV D ${A:-none} and the rest",
          "ENV WHERE=/else",
          "ENV A=${A}2 E='$A' F=\\$A",
          "ARG X=default\nENV X=$X",
          "ARG A=arg\nLABEL a=$A",
          "LABEL one=\"a $A\" two='b c'",
          "LABEL one=other",
          "EXPOSE 80 81/udp",
          "VOLUME /run",
          "VOLUME [\"/run\", \"/dev\"]",
          "STOPSIGNAL SIGUSR1",
          "STOPSIGNAL 9",
          "CMD echo $A",
          "CMD [\"echo\", \"$A\"]",
          "ENTRYPOINT [\"/bin/sh\", \"-c\"]",
          ENTRYPOINT,
          SHELL,
          "HEALTHCHECK --interval=5s --retries=2 CMD true",
          "HEALTHCHECK NONE",
          "MAINTAINER somebody",
          "USER 7",
          "USER 7:8",
          "USER md",
          "USER 0");
  private static final Arbitrary<String> COMMANDS =
      Arbitraries.of(
          "RUN mkdir -p q && echo $A > q/f",
          "RUN rm -rf /etc/gone /n",
          "RUN rm -rf /real; mkdir /real; echo again > /real/f; true",
          "RUN chmod 0700 /etc/kept; true",
          "RUN [\"/bin/sh\", \"-c\", \"ln -s etc/kept /n\"]",
          "RUN pwd >> /tmp/log; echo \"$B-$X\" >> /tmp/log",
          "RUN mv /etc/kept /etc/moved; ln /etc/moved /etc/again; true");

  private Recipes() {}

  private static Arbitrary<String> copy(String keyword) {
    return Combinators.combine(OWNERS, MODES, SOURCES, PLACES)
        .as(
            (owner, mode, source, place) ->
                keyword
                    + owner
                    + mode
                    + source
                    + (source.startsWith("[") ? "" : destination(source, place)));
  }

  /** Several sources need a directory. */
  private static String destination(String sources, String place) {
    boolean several = sources.contains(" ") || sources.contains("?");
    return " " + place + (several && !place.endsWith("/") ? "/" : "");
  }

  private static Arbitrary<String> instructions() {
    return Arbitraries.oneOf(
        copy("COPY "),
        copy("ADD "),
        DIRECTORIES.map(directory -> "WORKDIR " + directory),
        CONFIG,
        CONFIG,
        COMMANDS);
  }

  /**
   * One stage or two.
   *
   * @param base an image with a shell
   */
  static Arbitrary<List<String>> on(String base) {
    Arbitrary<List<String>> stage = instructions().list().ofMaxSize(6);
    Arbitrary<List<String>> single = stage.map(lines -> behind("FROM " + base, lines));
    Arbitrary<String> taken =
        Combinators.combine(OWNERS, Arbitraries.of("/etc", "/etc/kept", "/real/.", "/link-to-real"))
            .as((owner, source) -> "COPY --from=one " + owner + source + " ");
    Arbitrary<List<String>> second =
        Combinators.combine(Arbitraries.of(base, "scratch", "one"), taken, PLACES, CONFIG)
            .as((from, copy, place, config) -> List.of("FROM " + from, config, copy + place));
    Arbitrary<List<String>> both =
        Combinators.combine(stage, second)
            .as(
                (one, two) -> {
                  List<String> lines = behind("FROM " + base + " AS one", one);
                  lines.addAll(two);
                  return lines;
                });
    return Arbitraries.oneOf(single, single, both).filter(Recipes::isUnderstoodAlike);
  }

  /** For docker, an entry point in shell form has the shell of SHELL; buildah has its usual one. */
  private static boolean isUnderstoodAlike(List<String> lines) {
    int shell = lines.indexOf(SHELL);
    return shell < 0 || lines.lastIndexOf(ENTRYPOINT) < shell;
  }

  private static List<String> behind(String first, List<String> lines) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(lines);
    return all;
  }
}
