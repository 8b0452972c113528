package dev.automat.patron.hit;

import dev.automat.patron.patron.Patron;
import dev.automat.patron.patron.Representation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** The same answers that the controller gives to hits, byte for byte. */
final class HitResponse {

    private static final AsciiString X_CACHE = AsciiString.cached("X-Cache");
    private static final AsciiString HIT = AsciiString.cached("hit");
    private static final AsciiString JSON = AsciiString.cached("application/json");
    private static final AsciiString NO_CACHE = AsciiString.cached("no-cache");

    /** Everything in these headers is ours: there is nothing to check. */
    private static final HttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private HitResponse() {}

    static FullHttpResponse of(@Nullable Patron patron, @Nullable String ifNoneMatch) {
        if (patron == null) {
            return withBody(HttpResponseStatus.NOT_FOUND, Representation.nobody());
        }
        var representation = patron.representation();
        var response =
                isKnown(representation.quotedTag(), ifNoneMatch)
                        ? response(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER)
                        : withBody(HttpResponseStatus.OK, representation.body());
        response.headers()
                .set(HttpHeaderNames.ETAG, representation.quotedTag())
                .set(HttpHeaderNames.AGE, Long.toString(patron.ageInSeconds()));
        return response;
    }

    /** A tag is hexadecimal, so that it cannot be in another one, nor in between two. */
    static boolean isKnown(String quotedTag, @Nullable String ifNoneMatch) {
        return ifNoneMatch != null && (ifNoneMatch.contains(quotedTag) || ifNoneMatch.equals("*"));
    }

    private static FullHttpResponse withBody(HttpResponseStatus status, byte[] body) {
        var response = response(status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        return response;
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        status,
                        body,
                        HEADERS,
                        DefaultHttpHeadersFactory.trailersFactory());
        response.headers().set(X_CACHE, HIT).set(HttpHeaderNames.CACHE_CONTROL, NO_CACHE);
        return response;
    }
}
