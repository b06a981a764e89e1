package dev.sojourn.browser;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class, visibly, where no Chromium is found; with {@code -Dsojourn.require.all=true} lets it run and fail. */
final class NeedsChromium implements ExecutionCondition {

    private static final String MISSING = "no Chromium on this machine; name one with -Dsojourn.chromium=FILE";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Chromium.find().isPresent()) {
            return ConditionEvaluationResult.enabled("a Chromium is there");
        }
        if (Boolean.getBoolean("sojourn.require.all")) {
            return ConditionEvaluationResult.enabled("required, and will fail");
        }
        System.out.println(context.getDisplayName() + " is skipped: " + MISSING);
        return ConditionEvaluationResult.disabled(MISSING);
    }
}
