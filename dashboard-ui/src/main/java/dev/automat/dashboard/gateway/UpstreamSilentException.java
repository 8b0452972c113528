package dev.automat.dashboard.gateway;

import java.time.Duration;

/** A service took a call and did not begin to answer in time. */
final class UpstreamSilentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Upstream upstream;

    UpstreamSilentException(Upstream upstream, Duration patience, Throwable cause) {
        super(
                "%s at %s did not answer within %d s"
                        .formatted(
                                upstream.service(),
                                upstream.url(),
                                Math.max(1, patience.toSeconds())),
                cause);
        this.upstream = upstream;
    }

    Upstream upstream() {
        return upstream;
    }
}
