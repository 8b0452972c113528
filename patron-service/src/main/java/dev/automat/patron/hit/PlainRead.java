package dev.automat.patron.hit;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Recognises the plainest request for one patron. Whatever is out of the ordinary (another method,
 * a body, a query, a wish about the connection) is left to WebFlux's dispatch, which knows it all.
 */
final class PlainRead {

    /** Says that the request is for WebFlux; no id that anybody has. */
    static final long NONE = Long.MIN_VALUE;

    private static final String PREFIX = "/patron/";
    private static final int MOST_DIGITS = 18;
    private static final List<AsciiString> UNUSUAL =
            List.of(
                    HttpHeaderNames.TRANSFER_ENCODING,
                    HttpHeaderNames.EXPECT,
                    HttpHeaderNames.UPGRADE,
                    HttpHeaderNames.RANGE,
                    HttpHeaderNames.ORIGIN);

    private PlainRead() {}

    /**
     * Returns the id that the cache may be asked for, or {@link #NONE}: also when the client has a
     * wish about caching.
     */
    static long idOf(HttpRequest request) {
        var headers = request.headers();
        return request.method().equals(HttpMethod.GET)
                        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                        && request.decoderResult().isSuccess()
                        && !headers.contains(HttpHeaderNames.CACHE_CONTROL)
                        && isPlain(headers::get)
                ? idIn(request.uri())
                : NONE;
    }

    /** Returns the id that is asked for, or {@link #NONE}. */
    static long idOf(ServerHttpRequest request) {
        var headers = request.getHeaders();
        var uri = request.getURI();
        return request.getMethod().name().equals("GET")
                        && uri.getRawQuery() == null
                        && isPlain(name -> headers.getFirst(name.toString()))
                ? idIn(uri.getRawPath())
                : NONE;
    }

    private static boolean isPlain(Function<AsciiString, @Nullable String> header) {
        for (var name : UNUSUAL) {
            if (header.apply(name) != null) {
                return false;
            }
        }
        return isNothingBut(header.apply(HttpHeaderNames.CONNECTION), "keep-alive")
                && isNothingBut(header.apply(HttpHeaderNames.CONTENT_LENGTH), "0")
                && takesJson(header.apply(HttpHeaderNames.ACCEPT));
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
