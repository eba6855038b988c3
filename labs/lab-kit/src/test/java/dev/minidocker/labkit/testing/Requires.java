package dev.minidocker.labkit.testing;

import dev.minidocker.labkit.Need;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test, or all tests of a class, where something is missing, and says what. With {@code
 * -Dskips=fail} the test fails instead. Works for Jupiter's tests and for jqwik's properties.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresCondition.class)
@AddLifecycleHook(RequiresHook.class)
public @interface Requires {

  /** What the kernel and the user must allow. */
  Need[] value() default {};

  /** Programs that must be on the PATH. */
  String[] programs() default {};
}
