package dev.automat.news.extract;

import java.net.URI;
import java.util.Optional;
import org.jsoup.internal.StringUtil;

/** Decides which addresses a page may send readers to. */
final class Links {

    private static final int MAX_LENGTH = 2048;
    private static final String NOT_IN_A_URI = " \"<>\\^`{|}";

    private final String base;

    /**
     * Resolves against an address.
     *
     * @param base the document's base address, absolute
     */
    Links(String base) {
        this.base = base;
    }

    /** The absolute address, or empty when it is none readers should follow. */
    Optional<URI> resolve(String href) {
        var absolute = encode(StringUtil.resolve(base, href.strip()));
        if (absolute.isEmpty() || absolute.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(absolute)).filter(Links::isFit);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isFit(URI url) {
        // Names before an @ make an address look like another site's.
        return ("http".equalsIgnoreCase(url.getScheme())
                        || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null;
    }

    private static String encode(String url) {
        var encoded = new StringBuilder(url.length());
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c < ' ' || NOT_IN_A_URI.indexOf(c) >= 0) {
                encoded.append('%').append("%02X".formatted((int) c));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }
}
