package dev.minidocker.labkit.testing;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** {@link Requires} for jqwik, which cannot fail a container, but every try in it. */
final class RequiresHook implements SkipExecutionHook, AroundTryHook {

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    return elements(context)
        .flatMap(element -> Missing.toSkip(element).stream())
        .findFirst()
        .map(missing -> SkipResult.skip("needs " + missing))
        .orElse(SkipResult.doNotSkip());
  }

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor tried, List<Object> parameters) {
    return elements(context)
        .flatMap(element -> Missing.failure(element).stream())
        .findFirst()
        .map(failure -> TryExecutionResult.falsified(failure))
        .orElseGet(() -> tried.execute(parameters));
  }

  private static Stream<AnnotatedElement> elements(LifecycleContext context) {
    Optional<AnnotatedElement> container = context.optionalContainerClass().map(type -> type);
    return Stream.of(context.optionalElement(), container).flatMap(Optional::stream);
  }
}
