package dev.minidocker.labs.uts;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The reference implementation: one system call for each name; sethostname(2). */
public final class UtsNames implements UtsMechanism {

  // tag::program[]
  @Override
  public Program program(UtsConfig config) {
    List<Step> steps = new ArrayList<>();
    config
        .hostname()
        .map(
            name ->
                set(Syscall.SETHOSTNAME, name)
                    .because("the container has a name; the host keeps its own"))
        .ifPresent(steps::add);
    config
        .domainname()
        .map(
            name ->
                set(Syscall.SETDOMAINNAME, name)
                    .because("the NIS domain lives in the same namespace"))
        .ifPresent(steps::add);
    return new Program(steps).inChapter("uts");
  }

  // end::program[]
  // tag::set[]
  /** {@code int sethostname(const char *name, size_t len)}: the length counts, not a NUL. */
  private static Step set(Syscall call, String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    return Step.of(call, Arg.of(name), Arg.of(length));
  }
  // end::set[]
}
