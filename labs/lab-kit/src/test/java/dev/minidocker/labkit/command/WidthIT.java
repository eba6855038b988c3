package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.testing.Requires;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;

/** The C library knows how wide letters are, and wc(1) asks it. */
@Requires(programs = "wc")
class WidthIT {
  private static final String LETTERS =
      "aZ09 .,-/│─…–✓éß" + "Ωя" + "e\u0301" + "容器命名空间" + "，。（）「」" + "ひらカナー" + "한글" + "ＡＺ１" + "ｱｲ";

  @RepeatedTest(40)
  void aTextIsAsWideAsTheCLibrarySays() throws Exception {
    String text =
        new Random()
            .ints(30, 0, LETTERS.length())
            .mapToObj(i -> LETTERS.substring(i, i + 1))
            .collect(Collectors.joining());
    ProcessBuilder wc = new ProcessBuilder("wc", "-L");
    wc.environment().put("LC_ALL", "C.UTF-8");
    Process process = wc.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(text.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals(said.strip(), Integer.toString(Wrapping.width(text)), text);
  }
}
