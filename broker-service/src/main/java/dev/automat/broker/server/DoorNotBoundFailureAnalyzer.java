package dev.automat.broker.server;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to go on after {@link DoorNotBoundException}. */
final class DoorNotBoundFailureAnalyzer extends AbstractFailureAnalyzer<DoorNotBoundException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DoorNotBoundException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "End the process that listens there, or set "
                        + cause.portProperty()
                        + " to another port; 0 picks a free one.",
                cause);
    }
}
