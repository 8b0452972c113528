package dev.automat.dashboard.gateway;

/** A service gave no answer. */
final class UpstreamDownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Upstream upstream;

    UpstreamDownException(Upstream upstream, Throwable cause) {
        super(upstream.service() + " at " + upstream.url() + " does not answer", cause);
        this.upstream = upstream;
    }

    Upstream upstream() {
        return upstream;
    }
}
