package dev.minidocker.cli;

import dev.minidocker.engine.StartFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/**
 * What a learner's code throws when a container is assembled, as one line that says whose it is.
 */
final class LearnersCode {
  private LearnersCode() {}

  /** The same mechanism, which can fail in words only. */
  static <T> T guarded(Class<T> type, T mine, String topic) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              try {
                return method.invoke(mine, args);
              } catch (InvocationTargetException e) {
                throw failure(e.getCause(), mine.getClass(), topic);
              }
            }));
  }

  private static StartFailure failure(Throwable thrown, Class<?> mine, String topic) {
    String place =
        Arrays.stream(thrown.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(mine.getName()))
            .findFirst()
            .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
            .orElse("");
    return new StartFailure(
        "--mine: your %s mechanism ended with %s%s".formatted(topic, thrown, place));
  }
}
