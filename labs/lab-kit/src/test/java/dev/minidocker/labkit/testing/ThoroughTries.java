package dev.minidocker.labkit.testing;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Multiplies the tries of every property that says how many by {@code -Dthorough=N}, which the
 * profile {@code thorough} sets, though by no more than five, and divides them by {@code
 * -Dhurried=N}, which is for machines without a processor of their own, and for runs that repeat
 * others on another JDK; those that do not say have the build's {@code tries}.
 *
 * <p>jqwik finds it by itself wherever this module's test archive is on the class path.
 */
public final class ThoroughTries implements AroundPropertyHook {
  private static final int MOST = 5; // a thousand already meet the kernel's every answer
  private static final int THOROUGH = Math.min(Integer.getInteger("thorough", 1), MOST);
  private static final int HURRIED = Integer.getInteger("hurried", 1);

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    context.attributes().tries().ifPresent(n -> context.attributes().setTries(inThisBuild(n)));
    return property.execute();
  }

  /** How many there are where {@code tries} are written; at least one. */
  static int inThisBuild(int tries) {
    return Math.max(1, tries * THOROUGH / HURRIED);
  }
}
