package dev.automat.metrics.ingest;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to go on after {@link ListenerFailedException}. */
final class ListenerFailureAnalyzer extends AbstractFailureAnalyzer<ListenerFailedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ListenerFailedException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ": " + rootMessage(cause) + ".",
                "Stop what listens on port "
                        + cause.port()
                        + " (ss -ltnp names it), or set "
                        + cause.property()
                        + " to a free port.",
                cause);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
