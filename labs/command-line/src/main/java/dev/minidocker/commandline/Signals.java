package dev.minidocker.commandline;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The signals that a user sends to a command, some of them meant for the container.
 *
 * <p>Java's only interface for them is {@code sun.misc.Signal}; it is called by reflection because
 * the compiler warns of it in a way that cannot be switched off, and here a warning is an error.
 */
public final class Signals {
  /**
   * SIGQUIT and SIGUSR1 are left out: the JVM itself uses the first and, on older JDKs, the second.
   */
  private static final List<String> PASSED_ON =
      List.of("HUP", "INT", "TERM", "USR2", "ALRM", "CONT");

  private Signals() {}

  /** Has {@code receiver} called with the number of every signal that is to be passed on. */
  public static void passTo(IntConsumer receiver) {
    PASSED_ON.forEach(name -> handle(name, receiver));
  }

  /** Has {@code action} run whenever the window's size changes. */
  public static void onResize(Runnable action) {
    handle("WINCH", signal -> action.run());
  }

  /** Has {@code receiver} called with the number of every signal of this name: {@code "TSTP"}. */
  public static void handle(String name, IntConsumer receiver) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      Object signal = signalClass.getConstructor(String.class).newInstance(name);
      int number = (int) signalClass.getMethod("getNumber").invoke(signal);
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  receiver.accept(number);
                }
                return null;
              });
      signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "this JVM does not let SIG" + name + " be handled", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
    }
  }
}
