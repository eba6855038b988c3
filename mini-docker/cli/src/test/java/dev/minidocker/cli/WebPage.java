package dev.minidocker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a container of the lab image serves at port 80: a text that nobody else has.
 *
 * @param text of one line
 */
record WebPage(String text) {

  static WebPage madeUp() {
    return new WebPage("md-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  /** The command of the shell that serves it, and says {@code ready}. */
  String command() {
    return "mkdir /www; echo " + text + " > /www/index.html; httpd -h /www; echo ready; sleep 60";
  }

  /** The words behind {@code run}: with these options, a container that serves it. */
  String[] serving(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("lab", "sh", "-c", command()));
    return all.toArray(String[]::new);
  }
}
