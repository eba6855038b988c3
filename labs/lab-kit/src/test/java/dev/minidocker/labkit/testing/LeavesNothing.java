package dev.minidocker.labkit.testing;

import dev.minidocker.labkit.leaks.LeakCheck;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Ends every test with the check that experiments end with. */
public final class LeavesNothing implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(LeavesNothing.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(OURS).put(LeakCheck.class, LeakCheck.begin(List.of()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    context.getStore(OURS).get(LeakCheck.class, LeakCheck.class).assertNothingLeft();
  }
}
