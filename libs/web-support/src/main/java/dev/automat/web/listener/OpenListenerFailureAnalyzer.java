package dev.automat.web.listener;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to go on after {@link OpenListenerException}. */
final class OpenListenerFailureAnalyzer extends AbstractFailureAnalyzer<OpenListenerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OpenListenerException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Set "
                        + cause.property()
                        + "=127.0.0.1, or, where the network around the service guards it (a"
                        + " container network, a firewall), automat.security.open=true.",
                cause);
    }
}
