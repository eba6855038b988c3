package dev.minidocker.linux.internal;

/**
 * What stands between this JVM and the kernel. In tests it refuses a call before it is made, so
 * that what follows from every refusal can be seen; otherwise it is {@link #OPEN}.
 */
@FunctionalInterface
public interface Gate {

  /** Lets everything pass. */
  Gate OPEN = call -> 0;

  /**
   * Asked on the thread that is about to make the call.
   *
   * @param call its name, as an object whose text it is
   * @return 0 to let it pass, or the number of the errno to refuse it with
   */
  int refusal(Object call);
}
