package dev.automat.news.render;

import java.net.URI;
import java.util.List;

/**
 * What to render.
 *
 * @param url an http or https address with a host
 * @param awaited CSS selectors; a renderer that runs scripts waits until one of them matches often
 *     enough, at most as long as it is set to wait. Empty means any links
 * @param minimum how often one must match
 */
public record RenderRequest(URI url, List<String> awaited, int minimum) {

    public RenderRequest {
        awaited = List.copyOf(awaited);
    }
}
