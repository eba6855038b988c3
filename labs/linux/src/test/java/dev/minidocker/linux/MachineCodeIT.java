package dev.minidocker.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The assembler text of the loop, given to the GNU assembler, is the bytes beside it. */
class MachineCodeIT {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void theAssemblerAgreesWithEveryLine(Arch arch) throws Exception {
    String tools = arch == Arch.X86_64 ? "x86_64-linux-gnu-" : "aarch64-linux-gnu-";
    Needs.program(tools + "as");
    Needs.program(tools + "objcopy");
    Files.writeString(directory.resolve("loop.s"), source(arch));
    Needs.linesOf(directory, tools + "as", "-o", "loop.o", "loop.s");
    Needs.linesOf(directory, tools + "objcopy", "-O", "binary", "-j", ".text", "loop.o", "loop");
    byte[] assembled = Files.readAllBytes(directory.resolve("loop"));
    HexFormat hex = HexFormat.ofDelimiter(" ");
    int at = 0;
    for (String line : MachineCode.listing(arch).lines().toList()) {
      String bytes = line.substring(0, line.indexOf('|')).strip();
      int end = at + hex.parseHex(bytes).length;
      assertEquals(bytes, hex.formatHex(assembled, at, end), line);
      at = end;
    }
    assertEquals((at + 7) & -8, MachineCode.bytes(arch).length);
    assertEquals(MachineCode.bytes(arch).length + MachineCode.Pool.SIZE, assembled.length);
  }

  /** The texts of the listing, and behind them the addresses of the pool in their order. */
  private static String source(Arch arch) {
    String syntax = arch == Arch.X86_64 ? ".intel_syntax noprefix\n" : "";
    String code =
        MachineCode.listing(arch)
            .lines()
            .map(line -> line.substring(line.indexOf('|') + 1) + "\n")
            .collect(Collectors.joining());
    String pool =
        Arrays.stream(MachineCode.Pool.values())
            .map(entry -> entry.name().toLowerCase(java.util.Locale.ROOT) + ": .quad 0\n")
            .collect(Collectors.joining());
    return syntax + ".text\n" + code + ".balign 8\n" + pool;
  }
}
