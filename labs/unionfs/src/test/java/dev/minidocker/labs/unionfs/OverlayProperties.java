package dev.minidocker.labs.unionfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class OverlayProperties {

  @Property
  void thePathsCanBeReadBackFromTheOptions(
      @ForAll("paths") @NotEmpty @Size(max = 5) List<String> lowers,
      @ForAll boolean userXattr,
      @ForAll boolean transientUpper) {
    List<Path> layers = lowers.stream().map(name -> Path.of("/" + name)).toList();
    OverlayConfig config =
        new OverlayConfig(
            layers, layers.get(0), layers.get(0), Path.of("/target"), userXattr, transientUpper);
    String shown = new Overlay().mount(config).steps().get(0).args().get(4).toString();
    List<String> options = split(unquoted(shown), ',');
    assertEquals(userXattr, options.contains("userxattr"));
    assertEquals(transientUpper, options.contains("volatile"));
    assertEquals(3 + (userXattr ? 1 : 0) + (transientUpper ? 1 : 0), options.size());
    List<Path> read =
        split(options.get(0).substring("lowerdir=".length()), ':').stream()
            .map(path -> Path.of(path.replaceAll("\\\\(.)", "$1")))
            .toList();
    assertEquals(layers, read);
  }

  /** Splits where a separator is not escaped; the escapes stay. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        part.append(text, i, i + 2);
        i++;
      } else if (text.charAt(i) == separator) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(text.charAt(i));
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** Undoes the notation of strace for the characters that are used here. */
  private static String unquoted(String shown) {
    byte[] bytes = shown.substring(1, shown.length() - 1).getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).replace("\\\\", "\\");
  }

  @Provide
  Arbitrary<List<String>> paths() {
    return Arbitraries.strings().withChars(":,\\ ab=").ofMinLength(1).ofMaxLength(8).list();
  }
}
