// fails: uts/nothing-asked
// Asked for no domain name, it sets one all the same.
package dev.minidocker.exercises.uts;

import dev.minidocker.labs.uts.UtsConfig;
import dev.minidocker.labs.uts.UtsMechanism;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel takes bytes and a length, no NUL: so it is the length in bytes that counts, and not
 * that of a Java string. A name that nobody asked for gets no call at all; the namespace began as a
 * copy, so the host's name is there already.
 */
public final class MyUtsNames implements UtsMechanism {

  @Override
  public Program program(UtsConfig config) {
    List<Step> steps = new ArrayList<>();
    config
        .hostname()
        .map(name -> set(Syscall.SETHOSTNAME, name).because("what hostname(1) will print"))
        .ifPresent(steps::add);
    config
        .domainname()
        .or(() -> config.hostname())
        .map(name -> set(Syscall.SETDOMAINNAME, name).because("the other name in the namespace"))
        .ifPresent(steps::add);
    return new Program(steps);
  }

  private static Step set(Syscall call, String name) {
    return Step.of(call, Arg.of(name), Arg.of(name.getBytes(StandardCharsets.UTF_8).length));
  }
}
