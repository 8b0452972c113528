package dev.automat.news.render;

import dev.automat.news.source.RenderMode;
import reactor.core.publisher.Mono;

/** Fetches a page, with or without running its scripts. */
public interface Renderer {

    /** The mode that asks for this renderer; never {@link RenderMode#AUTO}. */
    RenderMode mode();

    /** Whether this machine and configuration can render this way at all. */
    boolean isAvailable();

    /**
     * Renders a page.
     *
     * <p>Addresses that {@link AddressGuard} refuses are not connected to, whichever redirect or
     * script leads there.
     *
     * @return the page; never empty. Fails with {@link RenderFailedException} and nothing else,
     *     within the adapter's time limit. A cancel frees what the render holds
     */
    Mono<Page> render(RenderRequest request);
}
