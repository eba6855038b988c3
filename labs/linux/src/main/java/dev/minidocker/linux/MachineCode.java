package dev.minidocker.linux;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * The loop that carries out a program: the hundred-odd bytes that Java cannot say.
 *
 * <p>It reads a {@linkplain DataSegment.Layout table of steps}. For each it loads the number and
 * six arguments, enters the kernel, stores the result in the places that want it (a place with bit
 * 0 set takes 64 bits, others 32), and chooses the next step: that of the first branch whose value
 * equals the result, or, if the result is at least what was expected, the next one. Otherwise it
 * writes the step's address and the result into the failure record, points the handler's arguments
 * at the texts for both, and goes on with the handler's steps.
 *
 * <p>Registers: {@code rbx} or {@code x19} is the current step; the kernel preserves it. Behind the
 * code, on a multiple of eight, stand the six addresses that it needs ({@link Pool}).
 */
final class MachineCode {
  private MachineCode() {}

  /** The addresses behind the code, in this order. */
  enum Pool {
    /** the first step */
    STEPS,
    /** the first step of the failure handler */
    HANDLER,
    /** where the failing step's address and its result are stored, 16 bytes */
    RECORD,
    /** where the address of the failing step's text is stored */
    WHAT,
    /** where the address of the errno's text is stored */
    REASON,
    /** the texts of all errnos, 16 bytes (address and length) each */
    ERRNOS;

    static final int SIZE = 8 * values().length;
  }

  // tag::x86-64[]
  private static final String X86_64 =
      """
      48 8b 1d a9 00 00 00  | _start: mov   rbx, [rip+steps]
      48 8b 03              | next:   mov   rax, [rbx]
      48 8b 7b 08           |         mov   rdi, [rbx+8]
      48 8b 73 10           |         mov   rsi, [rbx+16]
      48 8b 53 18           |         mov   rdx, [rbx+24]
      4c 8b 53 20           |         mov   r10, [rbx+32]
      4c 8b 43 28           |         mov   r8,  [rbx+40]
      4c 8b 4b 30           |         mov   r9,  [rbx+48]
      0f 05                 |         syscall
      48 8b 73 38           |         mov   rsi, [rbx+56]
      48 8b 3e              | store:  mov   rdi, [rsi]
      48 83 c6 08           |         add   rsi, 8
      40 f6 c7 01           |         test  dil, 1
      75 09                 |         jnz   wide
      48 85 ff              |         test  rdi, rdi
      74 0a                 |         jz    choose
      89 07                 |         mov   [rdi], eax
      eb ea                 |         jmp   store
      48 89 47 ff           | wide:   mov   [rdi-1], rax
      eb e4                 |         jmp   store
      48 8b 73 40           | choose: mov   rsi, [rbx+64]
      48 8b 3e              | case:   mov   rdi, [rsi]
      48 85 ff              |         test  rdi, rdi
      74 11                 |         jz    expect
      48 3b 46 08           |         cmp   rax, [rsi+8]
      74 06                 |         je    branch
      48 83 c6 10           |         add   rsi, 16
      eb ec                 |         jmp   case
      48 89 fb              | branch: mov   rbx, rdi
      eb a6                 |         jmp   next
      48 3b 43 48           | expect: cmp   rax, [rbx+72]
      7c 06                 |         jl    failed
      48 8b 5b 50           |         mov   rbx, [rbx+80]
      eb 9a                 |         jmp   next
      48 8b 3d 4c 00 00 00  | failed: mov   rdi, [rip+record]
      48 89 1f              |         mov   [rdi], rbx
      48 89 47 08           |         mov   [rdi+8], rax
      48 8d 73 58           |         lea   rsi, [rbx+88]
      48 8b 3d 42 00 00 00  |         mov   rdi, [rip+what]
      48 89 37              |         mov   [rdi], rsi
      48 f7 d8              |         neg   rax
      48 c1 e0 04           |         shl   rax, 4
      48 03 05 41 00 00 00  |         add   rax, [rip+errnos]
      48 8b 3d 32 00 00 00  |         mov   rdi, [rip+reason]
      48 89 07              |         mov   [rdi], rax
      48 8b 1d 10 00 00 00  |         mov   rbx, [rip+handler]
      e9 5a ff ff ff        |         jmp   next
      """;
  // end::x86-64[]

  private static final String AARCH64 =
      """
      d3 04 00 58  | _start: ldr   x19, steps
      68 02 40 a9  | next:   ldp   x8, x0, [x19]
      61 0a 41 a9  |         ldp   x1, x2, [x19, #16]
      63 12 42 a9  |         ldp   x3, x4, [x19, #32]
      65 1a 40 f9  |         ldr   x5, [x19, #48]
      01 00 00 d4  |         svc   #0
      69 1e 40 f9  |         ldr   x9, [x19, #56]
      2a 85 40 f8  | store:  ldr   x10, [x9], #8
      8a 00 00 37  |         tbnz  x10, #0, wide
      aa 00 00 b4  |         cbz   x10, choose
      40 01 00 b9  |         str   w0, [x10]
      fc ff ff 17  |         b     store
      40 f1 1f f8  | wide:   stur  x0, [x10, #-1]
      fa ff ff 17  |         b     store
      69 22 40 f9  | choose: ldr   x9, [x19, #64]
      2a 2d c1 a8  | case:   ldp   x10, x11, [x9], #16
      aa 00 00 b4  |         cbz   x10, expect
      1f 00 0b eb  |         cmp   x0, x11
      a1 ff ff 54  |         b.ne  case
      f3 03 0a aa  |         mov   x19, x10
      ed ff ff 17  |         b     next
      69 26 40 f9  | expect: ldr   x9, [x19, #72]
      1f 00 09 eb  |         cmp   x0, x9
      6b 00 00 54  |         b.lt  failed
      73 2a 40 f9  |         ldr   x19, [x19, #80]
      e8 ff ff 17  |         b     next
      09 02 00 58  | failed: ldr   x9, record
      33 01 00 a9  |         stp   x19, x0, [x9]
      6a 62 01 91  |         add   x10, x19, #88
      e9 01 00 58  |         ldr   x9, what
      2a 01 00 f9  |         str   x10, [x9]
      e0 03 00 cb  |         neg   x0, x0
      0a 02 00 58  |         ldr   x10, errnos
      4a 11 00 8b  |         add   x10, x10, x0, lsl #4
      89 01 00 58  |         ldr   x9, reason
      2a 01 00 f9  |         str   x10, [x9]
      93 00 00 58  |         ldr   x19, handler
      dc ff ff 17  |         b     next
      """;

  /** The bytes and, beside them, the assembler text that they stand for. */
  static String listing(Arch arch) {
    return arch == Arch.X86_64 ? X86_64 : AARCH64;
  }

  /** The bytes, filled up to a multiple of eight so that the pool may follow; not to be changed. */
  static byte[] bytes(Arch arch) {
    return arch == Arch.X86_64 ? Assembled.X86_64 : Assembled.AARCH64;
  }

  private static byte[] assemble(String listing) {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    for (String line : listing.lines().toList()) {
      String hex = line.substring(0, line.indexOf('|')).replace(" ", "");
      code.writeBytes(HexFormat.of().parseHex(hex));
    }
    while (code.size() % 8 != 0) {
      code.write(0);
    }
    return code.toByteArray();
  }

  /** Read once; a program starts the faster. */
  private static final class Assembled {
    static final byte[] X86_64 = assemble(MachineCode.X86_64);
    static final byte[] AARCH64 = assemble(MachineCode.AARCH64);
  }
}
