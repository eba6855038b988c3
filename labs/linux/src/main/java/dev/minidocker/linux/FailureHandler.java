package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a program does when a step fails: a few more steps, which the compiler puts behind the
 * program's own.
 *
 * @param steps what to do; their own failures are not looked at
 * @param needsTexts whether the image must carry the text of each step and errno
 */
public record FailureHandler(Program steps, boolean needsTexts) {

  /** docker's exit code for "the container could not be started". */
  public static final int EXIT_CODE = 125;

  static final String WHAT = "failure.what";
  static final String REASON = "failure.reason";

  /** The failing step's address and the result that it got. */
  static final Arg.Bytes RECORD =
      new Arg.Bytes("failure.record", ByteBuffer.allocate(16), List.of(), "<failure>");

  private static final int STDERR = 2;

  /** Tells whoever reads from descriptor {@code fd}, in a {@link Report}. */
  public static FailureHandler reportingTo(int fd) {
    return new FailureHandler(
        Program.of(
            whatever(Step.of(Syscall.WRITE, Arg.of(fd), RECORD, Arg.of(16))),
            whatever(Step.of(Syscall.EXIT_GROUP, Arg.of(EXIT_CODE)))),
        false);
  }

  /** Prints the call and the reason on standard error, for a program that runs by itself. */
  public static FailureHandler printing(String programName) {
    return new FailureHandler(
        Program.of(
            print(programName + ": "),
            whatever(Step.of(Syscall.WRITEV, Arg.of(STDERR), Arg.NULL, Arg.of(1))).named(WHAT),
            print(": "),
            whatever(Step.of(Syscall.WRITEV, Arg.of(STDERR), Arg.NULL, Arg.of(1))).named(REASON),
            print("\n"),
            whatever(Step.of(Syscall.EXIT_GROUP, Arg.of(EXIT_CODE)))),
        true);
  }

  private static Step print(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return whatever(Step.of(Syscall.WRITE, Arg.of(STDERR), Arg.of(text), Arg.of(length)));
  }

  private static Step whatever(Step step) {
    return step.expecting(Step.WHATEVER_COMES);
  }
}
