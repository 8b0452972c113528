package dev.automat.news.render;

import java.util.Locale;

/** Why a page could not be rendered. */
public enum RenderFailure {
    /** The host's name does not resolve. */
    DNS,
    REFUSED,
    /** The host cannot be reached, or the connection broke. */
    UNREACHABLE,
    TLS,
    TIMEOUT,
    /** The site answered with a status that is no success. */
    STATUS,
    TOO_MANY_REDIRECTS,
    TOO_LARGE,
    /** The answer is no page, for example an image. */
    CONTENT_TYPE,
    /** The address is private, loopback or otherwise not public. */
    ADDRESS_BLOCKED,
    RENDERER_MISSING,
    /** The renderer itself broke. */
    RENDERER_FAILED;

    /** The stable name clients match on. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
