package dev.automat.news.source;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong in the file of sources. */
final class InvalidSourcesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSourcesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSourcesException cause) {
        return new FailureAnalysis(
                "The news sources cannot be read. " + cause.getMessage() + ".",
                "Correct " + cause.file() + ", or point automat.news.sources-file at another file.",
                cause);
    }
}
