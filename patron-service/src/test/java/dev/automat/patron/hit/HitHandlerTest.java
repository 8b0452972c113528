package dev.automat.patron.hit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.patron.ElapsedLog;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HitHandlerTest {

    private static final String CAROL =
            "{\"id\":37,\"name\":\"Carol\",\"fav_dish\":\"SPAM Bruschetta\"}";

    private final Map<Long, @Nullable Patron> known = new HashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReadCounter reads = new ReadCounter();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    reads, new HitHandler(this::lookup, new HitMeters(meters), new ElapsedLog()));

    HitHandlerTest() {
        // As Reactor Netty has it.
        var _ = channel.config().setAutoRead(false);
        reads.count = 0;
    }

    private @Nullable Lookup lookup(long id) {
        return known.containsKey(id) ? new Lookup(known.get(id), Lookup.Source.HIT) : null;
    }

    /** Counts what the handler asks the connection to read. */
    private static final class ReadCounter extends ChannelOutboundHandlerAdapter {

        private int count;

        @Override
        public void read(ChannelHandlerContext context) {
            count++;
            context.read();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void answersAHitAndReadsOn() {
        known.put(37L, new Patron(37, "Carol", "SPAM Bruschetta"));

        receive(get("/patron/37"));

        var answer = answer();
        assertThat(answer.status()).isEqualTo(HttpResponseStatus.OK);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/json");
        assertThat(answer.headers().get("content-length")).isEqualTo("" + CAROL.length());
        assertThat(answer.headers().get("cache-control")).isEqualTo("no-cache");
        assertThat(answer.headers().get("x-cache")).isEqualTo("hit");
        assertThat(answer.headers().get("age")).isEqualTo("0");
        assertThat(answer.headers().get("etag")).matches("\"[0-9a-f]{32}\"");
        assertThat(text(answer)).isEqualTo(CAROL);
        assertThat(channel.inboundMessages()).isEmpty();
        assertThat(reads.count).isEqualTo(1);
        assertThat(meters.get("http.server.requests").tag("status", "200").timer().count())
                .isEqualTo(1);
    }

    @Test
    void answersThatThereIsNobody() {
        known.put(38L, null);

        receive(get("/patron/38"));

        var answer = answer();
        assertThat(answer.status()).isEqualTo(HttpResponseStatus.NOT_FOUND);
        assertThat(answer.headers().contains("etag")).isFalse();
        assertThat(text(answer)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({"%s, 304", "W/%s, 304", "'\"x\", %s', 304", "*, 304", "\"x\", 200"})
    void comparesTags(String header, int status) {
        var carol = new Patron(37, "Carol", "SPAM Bruschetta");
        known.put(37L, carol);
        var request = get("/patron/37");
        request.headers()
                .set("If-None-Match", header.formatted(carol.representation().quotedTag()));

        receive(request);

        var answer = answer();
        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(answer.headers().get("etag")).isEqualTo(carol.representation().quotedTag());
        answer.release();
    }

    @Test
    void answersManyRequestsOfOneReadWithOneFlush() {
        known.put(37L, new Patron(37, "Carol", "SPAM Bruschetta"));
        known.put(38L, null);

        receiveWithMoreToCome(get("/patron/37"));
        receiveWithMoreToCome(get("/patron/38"));
        channel.flushInbound();

        assertThat(text(answer())).isEqualTo(CAROL);
        assertThat(text(answer())).isEqualTo("null");
        assertThat(reads.count).isEqualTo(1);
    }

    @Test
    void waitsForTheAnswersOfThoseBehindIt() {
        known.put(37L, new Patron(37, "Carol", "SPAM Bruschetta"));

        receive(get("/patron/1"));
        receive(get("/patron/37"));
        assertPassedOn("/patron/1");
        assertPassedOn("/patron/37");
        assertThat(reads.count).isZero();

        respondFromBehind(HttpResponseStatus.CONTINUE);
        receive(get("/patron/37"));
        assertPassedOn("/patron/37");

        respondFromBehind(HttpResponseStatus.OK);
        respondFromBehind(HttpResponseStatus.OK);
        respondFromBehind(HttpResponseStatus.OK);
        receive(get("/patron/37"));
        assertThat(text(answer())).isEqualTo(CAROL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/patron",
                "/patron/",
                "/patron/x",
                "/patron/37?x=1",
                "/patron/37/",
                "/patron/-37",
                "/patron/+37",
                "/patron/9999999999999999999",
                "/cache"
            })
    void passesOnEveryOtherPath(String uri) {
        known.put(37L, new Patron(37, "Carol", "SPAM Bruschetta"));

        receive(get(uri));

        assertPassedOn(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "Cache-Control, no-cache",
        "Connection, close",
        "Content-Length, 4",
        "Transfer-Encoding, chunked",
        "Expect, 100-continue",
        "Upgrade, h2c",
        "Accept, text/html",
        "Accept, application/x-ndjson"
    })
    void passesOnWhatIsOutOfTheOrdinary(String header, String value) {
        known.put(37L, new Patron(37, "Carol", "SPAM Bruschetta"));
        var request = get("/patron/37");
        request.headers().set(header, value);

        receive(request);

        assertPassedOn("/patron/37");
    }

    @Test
    void passesOnOtherMethodsAndVersions() {
        known.put(37L, new Patron(37, "Carol", "SPAM Bruschetta"));

        receive(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.DELETE, "/patron/37"));
        assertPassedOn("/patron/37");
        respondFromBehind(HttpResponseStatus.OK);

        receive(new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/patron/37"));
        assertPassedOn("/patron/37");
    }

    @Test
    void leavesLargeBodiesToWhoCompresses() {
        known.put(37L, new Patron(37, "Carol", "x".repeat(2_048)));

        receive(get("/patron/37"));

        assertPassedOn("/patron/37");
    }

    private static HttpRequest get(String uri) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri);
    }

    private void receive(HttpRequest request) {
        channel.writeInbound(request, LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void receiveWithMoreToCome(HttpRequest request) {
        var _ = channel.writeOneInbound(request);
        var _ = channel.writeOneInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private FullHttpResponse answer() {
        var answer = (FullHttpResponse) channel.readOutbound();
        assertThat(answer).isNotNull();
        return answer;
    }

    private static String text(FullHttpResponse answer) {
        try {
            return answer.content().toString(StandardCharsets.UTF_8);
        } finally {
            answer.release();
        }
    }

    private void assertPassedOn(String uri) {
        var request = (HttpRequest) channel.readInbound();
        assertThat(request.uri()).isEqualTo(uri);
        Object end = channel.readInbound();
        assertThat(end).isEqualTo(LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat(channel.outboundMessages()).isEmpty();
    }

    private void respondFromBehind(HttpResponseStatus status) {
        channel.writeOutbound(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER));
        channel.releaseOutbound();
    }
}
