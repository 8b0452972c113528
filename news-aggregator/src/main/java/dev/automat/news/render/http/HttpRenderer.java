package dev.automat.news.render.http;

import dev.automat.news.render.AddressGuard;
import dev.automat.news.render.Page;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import dev.automat.news.render.RenderProperties;
import dev.automat.news.render.RenderRequest;
import dev.automat.news.render.Renderer;
import dev.automat.news.source.RenderMode;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/** Fetches the page as the site serves it. Each redirect is a connection checked like the first. */
@Component
final class HttpRenderer implements Renderer {

    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_CONNECTIONS_PER_HOST = 4;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DNS_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(20);
    private static final Set<String> PAGE_TYPES =
            Set.of("text/html", "application/xhtml+xml", "application/xml", "text/xml");

    private final HttpClient client;
    private final RenderProperties properties;

    HttpRenderer(AddressGuard guard, RenderProperties properties) {
        this.properties = properties;
        var connections =
                ConnectionProvider.builder("news-http")
                        .maxConnections(MAX_CONNECTIONS_PER_HOST)
                        .maxIdleTime(IDLE_CONNECTION)
                        .build();
        this.client =
                HttpClient.create(connections)
                        .compress(true)
                        .resolver(dns -> dns.queryTimeout(DNS_TIMEOUT))
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
                        .httpResponseDecoder(decoder -> decoder.maxHeaderSize(MAX_HEADER_BYTES))
                        .doOnChannelInit((_, channel, _) ->
                                channel.pipeline().addFirst(new GuardedConnect(guard)))
                        .headers(this::identify);
    }

    private void identify(HttpHeaders headers) {
        headers.set(HttpHeaderNames.USER_AGENT, properties.userAgent())
                .set(HttpHeaderNames.ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.5")
                .set(HttpHeaderNames.ACCEPT_LANGUAGE, "en,*;q=0.5");
    }

    @Override
    public RenderMode mode() {
        return RenderMode.HTTP;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Mono<Page> render(RenderRequest request) {
        return fetch(request.url(), MAX_REDIRECTS)
                .timeout(properties.timeout())
                .onErrorMap(cause ->
                        NetworkFailures.translate(cause, request.url(), properties.timeout()));
    }

    private Mono<Page> fetch(URI url, int redirectsLeft) {
        return client.get()
                .uri(url)
                .response((response, body) -> answer(url, response, body))
                .next()
                .flatMap(answer ->
                        switch (answer) {
                            case Answer.Found(var page) -> Mono.just(page);
                            case Answer.Moved(var target) -> follow(target, redirectsLeft);
                        });
    }

    private Mono<Page> follow(URI target, int redirectsLeft) {
        return redirectsLeft > 0
                ? fetch(target, redirectsLeft - 1)
                : Mono.error(
                        new RenderFailedException(
                                RenderFailure.TOO_MANY_REDIRECTS,
                                "The site redirects more than " + MAX_REDIRECTS + " times"));
    }

    private Mono<Answer> answer(URI url, HttpClientResponse response, ByteBufFlux body) {
        var status = response.status();
        var location = response.responseHeaders().get(HttpHeaderNames.LOCATION);
        if (status.codeClass() == HttpStatusClass.REDIRECTION && location != null) {
            return Mono.just(new Answer.Moved(target(url, location)));
        }
        if (status.codeClass() != HttpStatusClass.SUCCESS) {
            return Mono.error(
                    new RenderFailedException(
                            RenderFailure.STATUS, "The site answered HTTP " + status.code()));
        }
        var contentType = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE);
        checkIsPage(contentType);
        return body.reduceWith(() -> new PageBytes(properties.maxPageSize()), PageBytes::add)
                .map(bytes -> new Answer.Found(new Page(url, bytes.text(charset(contentType)))));
    }

    private static URI target(URI url, String location) {
        try {
            var target = url.resolve(location.strip());
            if (target.getHost() != null
                    && ("http".equals(target.getScheme()) || "https".equals(target.getScheme()))) {
                return target;
            }
        } catch (IllegalArgumentException _) {
            // Falls through: no address at all is as bad as one of another kind.
        }
        throw new RenderFailedException(
                RenderFailure.ADDRESS_BLOCKED, "The site redirects to no http or https address");
    }

    private static void checkIsPage(@Nullable String contentType) {
        var mimeType = contentType == null ? null : HttpUtil.getMimeType(contentType);
        if (mimeType != null
                && PAGE_TYPES.stream().noneMatch(mimeType.toString().strip()::equalsIgnoreCase)) {
            throw new RenderFailedException(
                    RenderFailure.CONTENT_TYPE, "The site answered with something that is no page");
        }
    }

    private static @Nullable String charset(@Nullable String contentType) {
        var charset = contentType == null ? null : HttpUtil.getCharsetAsSequence(contentType);
        return charset == null ? null : charset.toString();
    }

    /** What one request brought. */
    private sealed interface Answer {
        record Found(Page page) implements Answer {}

        record Moved(URI target) implements Answer {}
    }
}
