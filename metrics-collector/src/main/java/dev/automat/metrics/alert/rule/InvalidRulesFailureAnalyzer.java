package dev.automat.metrics.alert.rule;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to go on after {@link InvalidRulesException}. */
final class InvalidRulesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRulesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidRulesException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Correct the file that automat.metrics.alerts.rules-file names, or unset that"
                        + " property to look for silence and leaks only.",
                cause);
    }
}
