package dev.minidocker.labkit.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** {@link Requires} for Jupiter. */
final class RequiresCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    context
        .getElement()
        .flatMap(Missing::failure)
        .ifPresent(
            failure -> {
              throw failure;
            });
    return context
        .getElement()
        .flatMap(Missing::toSkip)
        .map(missing -> ConditionEvaluationResult.disabled("needs " + missing))
        .orElse(ConditionEvaluationResult.enabled("nothing is missing"));
  }
}
