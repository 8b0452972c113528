package dev.automat.patron.hit;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the plainest request for one patron. Whatever is out of the ordinary (another method,
 * a body, a query, a wish about caching or the connection) is left to WebFlux, which knows it all.
 */
final class HitRequest {

    /** Says that the request is for WebFlux; no id that anybody has. */
    static final long NONE = Long.MIN_VALUE;

    private static final String PREFIX = "/patron/";
    private static final int MOST_DIGITS = 18;
    private static final List<CharSequence> UNUSUAL =
            List.of(
                    HttpHeaderNames.CACHE_CONTROL,
                    HttpHeaderNames.TRANSFER_ENCODING,
                    HttpHeaderNames.EXPECT,
                    HttpHeaderNames.UPGRADE,
                    HttpHeaderNames.RANGE,
                    HttpHeaderNames.ORIGIN);

    private HitRequest() {}

    /** Returns the id that is asked for, or {@link #NONE}. */
    static long idOf(HttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                        && request.decoderResult().isSuccess()
                        && isPlain(request.headers())
                ? idIn(request.uri())
                : NONE;
    }

    private static boolean isPlain(HttpHeaders headers) {
        for (var name : UNUSUAL) {
            if (headers.contains(name)) {
                return false;
            }
        }
        return isNothingBut(headers.get(HttpHeaderNames.CONNECTION), "keep-alive")
                && isNothingBut(headers.get(HttpHeaderNames.CONTENT_LENGTH), "0")
                && takesJson(headers.get(HttpHeaderNames.ACCEPT));
    }

    private static boolean isNothingBut(@Nullable String value, String usual) {
        return value == null || value.equalsIgnoreCase(usual);
    }

    private static boolean takesJson(@Nullable String accept) {
        return accept == null || accept.equals("*/*") || accept.equals("application/json");
    }

    private static long idIn(String uri) {
        var digits = uri.length() - PREFIX.length();
        if (digits < 1 || digits > MOST_DIGITS || !uri.startsWith(PREFIX)) {
            return NONE;
        }
        var id = 0L;
        for (var at = PREFIX.length(); at < uri.length(); at++) {
            var digit = uri.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            id = 10 * id + digit;
        }
        return id;
    }
}
