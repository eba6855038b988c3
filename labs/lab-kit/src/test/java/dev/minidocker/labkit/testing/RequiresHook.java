package dev.minidocker.labkit.testing;

import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** {@link Requires} for jqwik. */
final class RequiresHook implements SkipExecutionHook {

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    return context
        .optionalElement()
        .flatMap(Missing::of)
        .map(missing -> SkipResult.skip("needs " + missing))
        .orElse(SkipResult.doNotSkip());
  }
}
